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
} satisfies Record<string, Kind>;

/** The records of a list of ids, or EC2's error: one id that is wrong fails the whole call. */
export function lookUp<T extends { readonly id: string }>(
  kind: keyof typeof kinds,
  ids: readonly string[],
  records: readonly T[],
): T[] {
  const rules: Kind = kinds[kind];
  const form = new RegExp(`^${rules.prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  const malformed = ids.find(id => !form.test(id));
  if (malformed !== undefined) throw rules.malformed(malformed);
  const byId = new Map(records.map(record => [record.id, record]));
  const missing = ids.filter(id => !byId.has(id));
  if (missing.length > 0) throw rules.notFound(missing);
  return [...new Set(ids)].flatMap(id => byId.get(id) ?? []);
}
