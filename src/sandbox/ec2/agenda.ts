type Due = { readonly at: number; readonly effect: () => void };

/** What will happen by itself. There are no timers: what has become due is done before the next look at the Region. */
export class Agenda {
  /** The latest first: what is due next stands at the end. */
  readonly #due: Due[] = [];

  add(at: number, effect: () => void): void {
    // Before all that is due earlier, and before what is due at the same time and was added earlier.
    let [low, high] = [0, this.#due.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#due[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, { at, effect });
  }

  catchUp(now: number): void {
    for (let next = this.#due.at(-1); next !== undefined && next.at <= now; next = this.#due.at(-1)) {
      this.#due.pop();
      next.effect();
    }
  }
}
