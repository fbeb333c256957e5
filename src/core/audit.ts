import { createHash } from 'node:crypto';

/** One line of the audit trail. `detail` holds plain values only. */
export type AuditEntry = {
  readonly at: number;
  readonly actor: string;
  readonly verb: string;
  readonly object: string;
  readonly outcome:
    | 'asked'
    | 'called'
    | 'cancelled'
    | 'refused'
    | 'denied'
    | 'done'
    | 'failed'
    | 'not-understood';
  readonly detail: Readonly<Record<string, string | number | boolean>>;
};

export type ChainedEntry = AuditEntry & {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
};

/** The `previous` of the first row. */
export const chainStart = '0'.repeat(64);

/** Links an entry to the one before it: changing, dropping or reordering any row breaks every later hash. */
export function chainEntry(entry: AuditEntry, seq: number, previous: string): ChainedEntry {
  const fields = [
    seq,
    entry.at,
    entry.actor,
    entry.verb,
    entry.object,
    entry.outcome,
    sorted(entry.detail),
    previous,
  ];
  return { ...entry, seq, previous, hash: createHash('sha256').update(JSON.stringify(fields)).digest('hex') };
}

/** The sequence number of the first row that does not follow from the one before it, or null. */
export function firstBroken(entries: readonly ChainedEntry[]): number | null {
  let previous = chainStart;
  let seq = 0;
  for (const entry of entries) {
    seq += 1;
    if (
      entry.seq !== seq ||
      entry.previous !== previous ||
      chainEntry(entry, seq, previous).hash !== entry.hash
    )
      return entry.seq;
    previous = entry.hash;
  }
  return null;
}

function sorted(detail: AuditEntry['detail']): readonly (readonly [string, unknown])[] {
  return Object.entries(detail).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
