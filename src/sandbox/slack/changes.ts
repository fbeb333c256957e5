/** Tells whoever shows the workspace that something in it may look different now. */
export interface Changes {
  touch(): void;
  on(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    touch: () => {
      for (const listener of listeners) listener();
    },
    on: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
