import type { Image } from '@aws-sdk/client-ec2';
import type { Billing } from '../records.ts';

/** What is paid for beside the machine; undefined for what is free. */
export function billingOf({
  UsageOperation: usageOperation = 'RunInstances',
  ProductCodes: codes = [],
}: Pick<Image, 'UsageOperation' | 'ProductCodes'>): Billing | undefined {
  const productCodes = codes.flatMap(({ ProductCodeId: code }) => code ?? []);
  return usageOperation === 'RunInstances' && productCodes.length === 0
    ? undefined
    : { usageOperation, productCodes };
}

export function sameBilling(one: Billing | undefined, other: Billing | undefined): boolean {
  const text = (billing: Billing | undefined) =>
    JSON.stringify([billing?.usageOperation ?? 'RunInstances', billing?.productCodes.toSorted() ?? []]);
  return text(one) === text(other);
}
