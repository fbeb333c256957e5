/** Thrown inside the transaction to undo it; `commit` answers with the key. */
export class Conflict extends Error {
  readonly key: string;
  constructor(key: string) {
    super(`conflict: ${key}`);
    this.key = key;
  }
}
