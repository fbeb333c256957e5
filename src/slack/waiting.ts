/** Keeps the newest entries of what is worth nothing after a while, and forgets the oldest beyond `atMost`. */
export type Waiting<Key, Value> = {
  set(key: Key, value: Value): void;
  /** The value, which is forgotten with that. */
  take(key: Key): Value | undefined;
};

export function createWaiting<Key, Value>(atMost: number): Waiting<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    set(key, value) {
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > atMost && oldest !== undefined) entries.delete(oldest);
    },
    take(key) {
      const value = entries.get(key);
      entries.delete(key);
      return value;
    },
  };
}
