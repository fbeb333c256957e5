type Kept = { readonly id: string };

/** Things that can be had by id, and walked in the order of their ids: what look-ups and pages need. */
export type Shelf<T> = {
  get(id: string): T | undefined;
  /** In the order of ids, from the first one after this id. */
  after(id: string): Iterable<T>;
};

/** The part of a shelf that a question may see. */
export function only<T extends Kept>(shelf: Shelf<T>, where: (item: T) => boolean): Shelf<T> {
  return {
    get(id) {
      const item = shelf.get(id);
      return item !== undefined && where(item) ? item : undefined;
    },
    *after(id) {
      for (const item of shelf.after(id)) if (where(item)) yield item;
    },
  };
}

export function shelfOf<T extends Kept>(items: Iterable<T>): Shelf<T> {
  const table = new Table<T>();
  for (const item of items) table.set(item.id, item);
  return table;
}

/** A Map by id that keeps its ids in order, so that a page out of 500,000 costs no more than its own length. */
export class Table<T extends Kept> extends Map<string, T> implements Shelf<T> {
  // Most ids in one long list; what came since in a short one, which alone is sorted again.
  #settled: string[] = [];
  #recent: string[] = [];
  #unsorted = false;

  override set(id: string, item: T): this {
    if (!this.has(id)) {
      this.#recent.push(id);
      this.#unsorted = true;
    }
    return super.set(id, item);
  }

  *after(id: string): Generator<T> {
    this.#sort();
    const [settled, recent] = [this.#settled, this.#recent];
    let [left, right] = [firstAfter(settled, id), firstAfter(recent, id)];
    let last = id;
    while (left < settled.length || right < recent.length) {
      const [a, b] = [settled[left], recent[right]];
      const next = b === undefined || (a !== undefined && a <= b) ? a : b;
      if (next === a) left += 1;
      else right += 1;
      // An id that was deleted and came again stands in both lists; one that is gone, in none of the records.
      const item = next === undefined || next === last ? undefined : this.get(next);
      last = next ?? last;
      if (item !== undefined) yield item;
    }
  }

  #sort(): void {
    if (!this.#unsorted) return;
    this.#unsorted = false;
    if (this.#recent.length > 1000 || this.#recent.length > this.#settled.length) {
      this.#settled = [...this.keys()].toSorted(compare);
      this.#recent = [];
    } else this.#recent = this.#recent.toSorted(compare);
  }
}

// Ids are ASCII: the plain order is the one of EC2, and much faster than that of any language.
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function firstAfter(sorted: readonly string[], id: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') > id) high = middle;
    else low = middle + 1;
  }
  return low;
}
