/** Calls at once, and calls more a second. */
export type BucketSize = { readonly capacity: number; readonly refill: number };

export type TokenBucket = {
  /** Takes a token if there are more than `reserve`. */
  take(now: number, reserve?: number): boolean;
  /**
   * When (epoch ms) the next token comes that nobody with the same reserve was promised yet. Whoever asks is
   * promised it.
   */
  promise(now: number, reserve?: number): number;
  /** Somebody else took what was there. */
  empty(now: number): void;
};

/** Pure arithmetic on whole ms: a fraction of a token that is lost in rounding would be a call turned away. */
export function createTokenBucket({ capacity, refill }: BucketSize): TokenBucket {
  const interval = Math.ceil(1_000 / refill);
  let fullAt = Number.NEGATIVE_INFINITY;
  const promised = new Map<number, number>();
  let lastNow = Number.NEGATIVE_INFINITY;

  function follow(now: number): void {
    // A machine's clock that is set back by an hour must not keep the bucket empty for an hour.
    const back = Math.min(0, now - lastNow);
    fullAt = Math.max(fullAt + back, now);
    for (const [reserve, at] of promised) promised.set(reserve, at + back);
    lastNow = now;
  }

  const freeAt = (reserve: number): number => fullAt - (capacity - 1 - reserve) * interval;

  return {
    take(now, reserve = 0) {
      follow(now);
      if (freeAt(reserve) > now) return false;
      fullAt += interval;
      return true;
    },
    promise(now, reserve = 0) {
      follow(now);
      const last = promised.get(reserve) ?? Number.NEGATIVE_INFINITY;
      const at = Math.max(freeAt(reserve), last + interval, now);
      promised.set(reserve, at);
      return at;
    },
    empty(now) {
      follow(now);
      fullAt = now + capacity * interval;
    },
  };
}
