import type { Random } from '../random.ts';
import { imageOf } from './images.ts';
import type { ServerRow } from './server-row.ts';

const services = [
  'api',
  'batch',
  'cart',
  'catalog',
  'chat',
  'feed',
  'geo',
  'ledger',
  'mailer',
  'search',
] as const;
const environments = ['prod', 'staging', 'test', 'dev'] as const;
const types = ['t3.medium', 't3.large', 'm5.large', 'm6i.large', 'c5.large', 'c6i.xlarge'] as const;

/** Ordinary servers, as many as it takes to see how things behave at scale. */
export function crowd(count: number, random: Random): ServerRow[] {
  const pick = <const T>(list: readonly [T, ...T[]]): T =>
    list[random.between(0, list.length - 1)] ?? list[0];
  return Array.from({ length: count }, (_, index): ServerRow => {
    const env = pick(environments);
    const service = pick(services);
    const image = pick(['amazonLinux', 'ubuntu']);
    return {
      name: `${env}-${service}-${String(index + 1).padStart(4, '0')}`,
      type: pick(types),
      zone: pick(['a', 'b']),
      image,
      age: random.between(5, 900),
      groups: ['default', 'workers'],
      key: 'ops-2024',
      profile: 'worker',
      tags: {
        env,
        service,
        team: pick(['storefront', 'platform', 'data', 'mobile']),
        'managed-by': 'terraform',
      },
      disks: [
        { device: imageOf(image).rootDevice, size: pick([8, 16, 20]) },
        ...(random.next() < 0.6 ? [{ device: '/dev/sdf', size: pick([50, 100, 250]) }] : []),
      ],
      ...(random.next() < 0.1 && { state: 'stopped' as const }),
    };
  });
}
