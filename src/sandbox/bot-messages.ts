/** Between the sandbox and the bot's process. `id` pairs an answer with its question. */
export type ToBot = { readonly kind: 'move'; readonly id: number; readonly now: number };

export type FromBot =
  | { readonly kind: 'started' }
  | { readonly kind: 'refused'; readonly message: string }
  /** Everything due has been done; `next` is the next wake (epoch ms) or null. */
  | { readonly kind: 'settled'; readonly id: number; readonly next: number | null };
