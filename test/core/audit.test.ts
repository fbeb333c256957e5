import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEntry, ChainedEntry } from '../../src/core/audit.ts';
import { chainEntry, chainStart, firstBroken } from '../../src/core/audit.ts';
import { noon } from './samples.ts';

function chain(count: number): readonly ChainedEntry[] {
  const rows: ChainedEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const entry: AuditEntry = {
      at: noon + seq,
      actor: 'T07HOME/U07ALICE',
      verb: 'snapshot',
      object: `eu-west-1/i-${seq}`,
      outcome: 'asked',
      detail: { operation: `o-${seq}`, dryRun: false },
    };
    rows.push(chainEntry(entry, seq, rows.at(-1)?.hash ?? chainStart));
  }
  return rows;
}

const rows = chain(5);
const changed = (more: Partial<ChainedEntry>) => rows.map(row => (row.seq === 3 ? { ...row, ...more } : row));

describe('the audit chain', () => {
  test('is whole as it was written', () => {
    expect(firstBroken(rows)).toBeNull();
    expect(firstBroken([])).toBeNull();
  });

  test.each<[string, Partial<ChainedEntry>]>([
    ['time', { at: noon }],
    ['actor', { actor: 'T07HOME/U07BOB' }],
    ['verb', { verb: 'list' }],
    ['object', { object: 'eu-west-1/i-9' }],
    ['outcome', { outcome: 'denied' }],
    ['detail', { detail: { operation: 'o-3', dryRun: true } }],
    ['detail taken away', { detail: {} }],
    ['hash', { hash: chainStart }],
  ])('breaks where a row has another %s', (_, more) => {
    expect(firstBroken(changed(more))).toBe(3);
  });

  test('breaks where a row has another number', () => {
    expect(firstBroken(changed({ seq: 7 }))).toBe(7);
  });

  test('breaks after a change that fits itself but not what follows', () => {
    const [, second] = rows;
    const forged = chainEntry({ ...rows[2]!, actor: 'nobody' }, 3, second?.hash ?? '');
    expect(firstBroken(changed(forged))).toBe(4);
  });

  test('breaks after a change to which only the link of the next row was fitted', () => {
    const forged = chainEntry({ ...rows[2]!, actor: 'nobody' }, 3, rows[1]?.hash ?? '');
    const relinked = changed(forged).map(row => (row.seq === 4 ? { ...row, previous: forged.hash } : row));
    expect(firstBroken(relinked)).toBe(4);
  });

  test('breaks where a row was dropped, also the first', () => {
    expect(firstBroken(rows.filter(row => row.seq !== 3))).toBe(4);
    expect(firstBroken(rows.slice(1))).toBe(2);
  });

  test('breaks where a row was dropped and the rest renumbered', () => {
    const renumbered = rows.filter(row => row.seq !== 3).map((row, index) => ({ ...row, seq: index + 1 }));
    expect(firstBroken(renumbered)).toBe(3);
  });

  test('breaks wherever two rows changed places', () => {
    const two = fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(two, ([one = 0, other = 0]) => {
        const swapped = [...rows];
        [swapped[one], swapped[other]] = [rows[other]!, rows[one]!];
        expect(firstBroken(swapped)).not.toBeNull();
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('does not depend on the order in which details were written', () => {
    const entry = { ...rows[0]!, detail: { b: 1, a: 'x' } };
    expect(chainEntry({ ...entry, detail: { a: 'x', b: 1 } }, 1, chainStart).hash).toBe(
      chainEntry(entry, 1, chainStart).hash,
    );
  });
});
