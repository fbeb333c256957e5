import type { PlaceId } from './ids.ts';

/** Why what was typed cannot name a server of this place, told by its own form. */
export type Elsewhere =
  /** An id is exact: nothing is nearly right. */
  | { readonly kind: 'server-id'; readonly here: PlaceId }
  | { readonly kind: 'not-a-server'; readonly what: 'EBS snapshot' | 'volume' | 'snapshot' }
  | { readonly kind: 'other-region'; readonly region: string; readonly here: PlaceId }
  /** The Region is right, but is no part of a name. */
  | { readonly kind: 'this-region'; readonly name: string; readonly here: PlaceId };

const region = /(?<region>[a-z]{2}(?:-[a-z]+)+-\d)/u.source;
const withRegion = [
  new RegExp(`^(?<name>.+)@${region}$`, 'u'),
  new RegExp(`^${region}[/:](?<name>.+)$`, 'u'),
];

const ec2Id = (prefix: string): RegExp => new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`, 'u');
const serverId = ec2Id('i');
const otherIds = [
  { what: 'EBS snapshot', pattern: ec2Id('snap') },
  { what: 'volume', pattern: ec2Id('vol') },
  { what: 'snapshot', pattern: /^s-[a-z0-9]{8}$/u },
] as const;

/** What a name that no server here has tells of itself; null when it is just a name. */
export function elsewhere(given: string, here: PlaceId): Elsewhere | null {
  if (serverId.test(given)) return { kind: 'server-id', here };
  const other = otherIds.find(({ pattern }) => pattern.test(given));
  if (other !== undefined) return { kind: 'not-a-server', what: other.what };
  for (const pattern of withRegion) {
    const { name, region: there } = pattern.exec(given)?.groups ?? {};
    if (name === undefined || there === undefined) continue;
    return here === there || here.endsWith(`/${there}`)
      ? { kind: 'this-region', name, here }
      : { kind: 'other-region', region: there, here };
  }
  return null;
}
