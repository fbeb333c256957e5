import type { Shelf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';

type Kind = {
  readonly prefix: string;
  readonly malformed: (id: string) => Fault;
  readonly notFound: (ids: readonly string[]) => Fault;
};

const quoted = (ids: readonly string[]) => `'${ids.join(', ')}'`;

const kinds = {
  instance: {
    prefix: 'i',
    malformed: id => new Fault('InvalidInstanceID.Malformed', `Invalid id: "${id}"`),
    notFound: ids =>
      new Fault(
        'InvalidInstanceID.NotFound',
        ids.length === 1
          ? `The instance ID ${quoted(ids)} does not exist`
          : `The instance IDs ${quoted(ids)} do not exist`,
      ),
  },
  volume: {
    prefix: 'vol',
    // Unlike for the others, EC2 has no code of its own here.
    malformed: id =>
      new Fault(
        'InvalidParameterValue',
        `Value (${id}) for parameter volumes is invalid. Expected: 'vol-...'.`,
      ),
    notFound: ids =>
      new Fault(
        'InvalidVolume.NotFound',
        ids.length === 1
          ? `The volume ${quoted(ids)} does not exist.`
          : `The volumes ${quoted(ids)} do not exist.`,
      ),
  },
  snapshot: {
    prefix: 'snap',
    malformed: id => new Fault('InvalidSnapshotID.Malformed', `Invalid id: "${id}" (expecting "snap-...")`),
    notFound: ids =>
      new Fault(
        'InvalidSnapshot.NotFound',
        ids.length === 1
          ? `The snapshot ${quoted(ids)} does not exist.`
          : `The snapshots ${quoted(ids)} do not exist.`,
      ),
  },
  image: {
    prefix: 'ami',
    malformed: id => new Fault('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`),
    notFound: ids =>
      new Fault(
        'InvalidAMIID.NotFound',
        ids.length === 1
          ? `The image id '[${ids.join(', ')}]' does not exist`
          : `The image ids '[${ids.join(', ')}]' do not exist`,
      ),
  },
  subnet: plain('subnet', 'InvalidSubnetID.NotFound', id => `The subnet ID '${id}' does not exist`),
  group: plain('sg', 'InvalidGroup.NotFound', id => `The security group '${id}' does not exist`),
  address: plain(
    'eipalloc',
    'InvalidAllocationID.NotFound',
    id => `The allocation ID '${id}' does not exist`,
  ),
  keyPair: plain('key', 'InvalidKeyPair.NotFound', id => `The key pair ID '${id}' does not exist`),
  rootTask: plain(
    'replacevol',
    'InvalidReplaceRootVolumeTaskId.NotFound',
    id => `The replace root volume task ID '${id}' does not exist`,
  ),
} satisfies Record<string, Kind>;

/** A kind whose malformed ids are not told from missing ones. */
function plain(prefix: string, code: string, message: (id: string) => string): Kind {
  const missing = (ids: readonly string[]) => new Fault(code, message(ids.join(', ')));
  return { prefix, malformed: id => missing([id]), notFound: missing };
}

/** The records of a list of ids, or EC2's error: one id that is wrong fails the whole call. */
export function lookUp<T extends { readonly id: string }>(
  kind: keyof typeof kinds,
  ids: readonly string[],
  records: Pick<Shelf<T>, 'get'>,
): T[] {
  const rules: Kind = kinds[kind];
  const form = new RegExp(`^${rules.prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  const malformed = ids.find(id => !form.test(id));
  if (malformed !== undefined) throw rules.malformed(malformed);
  const found = new Map(ids.map(id => [id, records.get(id)]));
  const missing = ids.filter(id => found.get(id) === undefined);
  if (missing.length > 0) throw rules.notFound(missing);
  return [...found.values()].flatMap(record => record ?? []);
}

/** The only record of that id, or EC2's error. */
export function lookUpOne<T extends { readonly id: string }>(
  kind: keyof typeof kinds,
  id: string,
  records: Pick<Shelf<T>, 'get'>,
): T {
  const [record] = lookUp(kind, [id], records);
  if (!record) throw new Error('an id that was looked up has a record');
  return record;
}
