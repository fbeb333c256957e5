import { Fault } from '../wire/fault.ts';

type Refusal = { readonly zones?: readonly string[]; readonly fault: (type: string, zone: string) => Fault };

const noCapacity = (type: string, zone: string) =>
  new Fault(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). ` +
      'Our system will be working on provisioning additional capacity. You can currently get ' +
      `${type} capacity by not specifying an Availability Zone in your request or choosing another one.`,
    { status: 500 },
  );

/** Types that exist and yet cannot be had: whoever wants to see how a launch fails, launches one of them. */
const refusals: Readonly<Record<string, Refusal>> = {
  'm6i.8xlarge': { zones: ['eu-west-1a'], fault: noCapacity },
  'm6i.16xlarge': { fault: noCapacity },
  'r6g.16xlarge': { fault: noCapacity },
  'm6i.32xlarge': {
    fault: () =>
      new Fault(
        'VcpuLimitExceeded',
        'You have requested more vCPU capacity than your current vCPU limit of 512 allows for the instance ' +
          'bucket that the specified instance type belongs to. Please visit ' +
          'http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.',
      ),
  },
  'c6i.32xlarge': {
    fault: type =>
      new Fault(
        'InstanceLimitExceeded',
        `You have requested more instances (1) than your current instance limit of 0 allows for the specified instance type (${type}).`,
      ),
  },
  'm7i.xlarge': {
    zones: ['eu-west-1b'],
    fault: (type, zone) =>
      new Fault(
        'Unsupported',
        `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}). ` +
          'Please retry your request by not specifying an Availability Zone or choosing another one.',
      ),
  },
};

/** Launches of this type are taken, and end at once. */
export const typeThatFailsToStart = 'c5.metal';

/** Where a type is not offered at all, as DescribeInstanceTypeOfferings tells. */
export function isOffered(type: string, zone: string): boolean {
  return !(type === 'm7i.xlarge' && refusals[type]?.zones?.includes(zone));
}

export function refuseLaunch(type: string, zone: string): void {
  const refusal = refusals[type];
  if (refusal && (refusal.zones?.includes(zone) ?? true)) throw refusal.fault(type, zone);
}
