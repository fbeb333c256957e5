import type { Call as CloudCall } from '../ec2/wire/call.ts';
import type { Call as SlackCall, Envelope } from '../slack/journal.ts';
import type { World } from '../world.ts';
import type { LogRow } from './shapes.ts';

type Entry =
  | { readonly kind: 'envelope'; readonly at: number; readonly envelope: Readonly<Envelope> }
  | { readonly kind: 'slack'; readonly at: number; readonly call: SlackCall }
  | { readonly kind: 'aws'; readonly at: number; readonly call: CloudCall }
  | { readonly kind: 'surprise'; readonly at: number; readonly what: string };

export type WireLog = {
  /** Takes down what has been said since the last time, in the order in which it is found. */
  collect(): void;
  /** The newest first. */
  rows(): readonly LogRow[];
  /** Everything of one entry, as indented JSON. */
  detail(number: number): string | null;
};

const most = 250;

/** Everything that went over the wires of this world. */
export function createWireLog(world: World): WireLog {
  const entries: Entry[] = [];
  const taken = { envelopes: 0, slack: 0, aws: 0, surprises: 0 };

  function collect(): void {
    const { slack, cloud } = world;
    const surprises = world.surprises();
    const found: Entry[] = [
      ...slack.envelopes
        .slice(taken.envelopes)
        .map(envelope => ({ kind: 'envelope' as const, at: envelope.at, envelope })),
      ...cloud.calls.slice(taken.aws).map(call => ({ kind: 'aws' as const, at: call.at, call })),
      ...slack.calls.slice(taken.slack).map(call => ({ kind: 'slack' as const, at: call.at, call })),
      ...surprises.slice(taken.surprises).map(what => ({ kind: 'surprise' as const, at: world.now(), what })),
    ];
    entries.push(...found.toSorted((one, other) => one.at - other.at));
    Object.assign(taken, {
      envelopes: slack.envelopes.length,
      slack: slack.calls.length,
      aws: cloud.calls.length,
      surprises: surprises.length,
    });
  }

  return {
    collect,
    rows() {
      collect();
      const from = Math.max(0, entries.length - most);
      return entries
        .slice(from)
        .map((entry, index) => rowOf(entry, from + index))
        .toReversed();
    },
    detail(number) {
      const entry = entries[number];
      return entry === undefined ? null : JSON.stringify(contentOf(entry), null, 2);
    },
  };
}

function rowOf(entry: Entry, number: number): LogRow {
  const { kind, at } = entry;
  switch (entry.kind) {
    case 'envelope': {
      const { outcome, ackMs, type, payload } = entry.envelope;
      const shown = outcome === 'acked' ? `acknowledged in ${Math.ceil(ackMs ?? 0)} ms` : outcome;
      const ok = outcome === 'acked' || outcome === 'waiting';
      return { number, at, kind, title: envelopeTitle(type, payload), outcome: shown, ok };
    }
    case 'slack': {
      const { method, ok, answer } = entry.call;
      return { number, at, kind, title: method, outcome: ok ? 'ok' : errorOf(answer), ok };
    }
    case 'aws': {
      const { service, action, outcome } = entry.call;
      return { number, at, kind, title: `${service} ${action}`, outcome, ok: outcome === 'ok' };
    }
    case 'surprise':
      return { number, at, kind, title: entry.what, outcome: 'not as it should be', ok: false };
  }
}

function envelopeTitle(type: string, payload: Envelope['payload']): string {
  const { command, text, type: what, event } = payload;
  if (typeof command === 'string') return `${command} ${typeof text === 'string' ? text : ''}`.trim();
  if (typeof event === 'object' && event !== null && 'type' in event) return String(event.type);
  return typeof what === 'string' ? what : type;
}

function errorOf({ error, mishap, status, body }: SlackCall['answer']): string {
  if (mishap !== undefined) return `made to fail: ${JSON.stringify(mishap)}`;
  if (typeof error === 'string') return error;
  return (
    `${typeof status === 'number' ? status : ''} ${typeof body === 'string' ? body : ''}`.trim() || 'failed'
  );
}

function contentOf(entry: Entry): unknown {
  switch (entry.kind) {
    case 'envelope':
      return entry.envelope;
    case 'slack':
    case 'aws':
      return entry.call;
    case 'surprise':
      return entry.what;
  }
}
