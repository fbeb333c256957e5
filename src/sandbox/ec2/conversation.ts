import type { Call, Surprise } from './wire/call.ts';

/** What was said to the simulated cloud, and what in it nobody should have said. */
export class Conversation {
  readonly calls: Call[] = [];
  readonly surprises: Surprise[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(call: Pick<Call, 'service' | 'action' | 'params' | 'attempt'>): Call {
    return { ...call, at: this.#now(), outcome: 'unfinished', effect: false };
  }

  end(call: Call, outcome: string, effect: boolean): void {
    this.calls.push({ ...call, outcome, effect });
  }

  surprise(what: string): void {
    this.surprises.push({ at: this.#now(), what });
  }
}
