type Due = { readonly at: number; readonly effect: () => void };

/** What will happen by itself. There are no timers: what has become due is done before the next look at the Region. */
export class Agenda {
  #due: readonly Due[] = [];

  add(at: number, effect: () => void): void {
    const before = this.#due.filter(each => each.at <= at);
    this.#due = [...before, { at, effect }, ...this.#due.slice(before.length)];
  }

  catchUp(now: number): void {
    for (;;) {
      const [next, ...rest] = this.#due;
      if (next === undefined || next.at > now) return;
      this.#due = rest;
      next.effect();
    }
  }
}
