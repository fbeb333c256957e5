// https://docs.slack.dev/interactivity/handling-user-interaction#triggers: three seconds, counted from sending, and once.
const lifetimeMs = 3000;

/** Whom a trigger lets the app show something to, and where they were. */
export interface Trigger {
  readonly user: string;
  readonly channel?: string | undefined;
  /** The modal it came from, if it came from one. */
  readonly view?: string | undefined;
}

type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export interface Triggers {
  mint(trigger: Trigger): string;
  /** What it stands for, or Slack's name for why it is worth nothing. Does not use it up. */
  look(id: string): Trigger | TriggerError;
  exchange(id: string): void;
}

export function createTriggers(now: () => number, nextTs: () => string): Triggers {
  const minted = new Map<string, { readonly trigger: Trigger; readonly at: number; used: boolean }>();
  return {
    mint: trigger => {
      const id = `${nextTs()}.sandbox`;
      minted.set(id, { trigger, at: now(), used: false });
      return id;
    },
    look: id => {
      const known = minted.get(id);
      if (known === undefined) return 'invalid_trigger_id';
      if (known.used) return 'exchanged_trigger_id';
      return now() - known.at > lifetimeMs ? 'expired_trigger_id' : known.trigger;
    },
    exchange: id => {
      const known = minted.get(id);
      if (known !== undefined) known.used = true;
    },
  };
}
