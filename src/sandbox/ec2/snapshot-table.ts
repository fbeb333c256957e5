import type { SnapshotRecord } from './records.ts';
import { Table } from './shelf.ts';

/** The Region's snapshots, found without a walk over all of them: an account may have 100,000 and more. */
export class SnapshotTable extends Table<SnapshotRecord> {
  readonly #byVolume = new Map<string, Set<string>>();
  readonly #counts = new Map<string, number>();
  readonly #unfinished = new Set<string>();

  override set(id: string, record: SnapshotRecord): this {
    this.#forget(id);
    const siblings = this.#byVolume.get(record.volumeId);
    if (siblings) siblings.add(id);
    else this.#byVolume.set(record.volumeId, new Set([id]));
    this.#counts.set(record.ownerId, this.countOf(record.ownerId) + 1);
    this.#unfinished.add(id);
    return super.set(id, record);
  }

  override delete(id: string): boolean {
    this.#forget(id);
    return super.delete(id);
  }

  ofVolume(volumeId: string): SnapshotRecord[] {
    return this.#records(this.#byVolume.get(volumeId) ?? []);
  }

  /** Pending or failed. */
  unfinished(now: number): SnapshotRecord[] {
    const found: SnapshotRecord[] = [];
    for (const id of this.#unfinished) {
      const record = this.get(id);
      if (record && (record.failure !== undefined || record.completesAt > now)) found.push(record);
      else this.#unfinished.delete(id);
    }
    return found;
  }

  countOf(ownerId: string): number {
    return this.#counts.get(ownerId) ?? 0;
  }

  #forget(id: string): void {
    const record = this.get(id);
    if (!record) return;
    this.#byVolume.get(record.volumeId)?.delete(id);
    this.#counts.set(record.ownerId, this.countOf(record.ownerId) - 1);
    this.#unfinished.delete(id);
  }

  #records(ids: Iterable<string>): SnapshotRecord[] {
    return Array.from(ids).flatMap(id => this.get(id) ?? []);
  }
}
