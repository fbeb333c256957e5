import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Ack } from './delivery.ts';
import type { Envelope, Journal } from './journal.ts';

// The payload is always an object; an ack without content carries an empty one.
const ackFrame = z.strictObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).default({}),
});

interface Awaited {
  readonly envelope: Envelope;
  readonly sentAt: number;
  readonly isFault: () => boolean;
  readonly settle: (ack: Ack) => void;
}

export interface AwaitedAcks {
  /** Settles with the acknowledgement or, after the limit, without; `isFault` then tells whether the app is to blame. */
  await(envelope: Envelope, isFault: () => boolean): Promise<Ack>;
  /** Takes a frame from the app: acknowledgements are all that an app may send. */
  receive(frame: string): void;
  giveUpAll(): void;
}

export function createAwaitedAcks(journal: Journal, ackMs: number): AwaitedAcks {
  const awaited = new Map<string, Awaited>();

  function giveUp(id: string): void {
    const late = awaited.get(id);
    if (late === undefined) return;
    awaited.delete(id);
    late.envelope.outcome = 'operation_timeout';
    if (late.isFault()) journal.surprise(`no acknowledgement of ${late.envelope.type} within ${ackMs} ms`);
    late.settle({ ok: false, why: 'operation_timeout' });
  }

  function receive(frame: string): void {
    const ack = parseAck(frame);
    if (ack === undefined) return journal.surprise(`not an acknowledgement: ${frame.slice(0, 200)}`);
    const { envelope_id: id, payload } = ack;
    const known = awaited.get(id);
    if (known === undefined) return notAwaited(id);
    awaited.delete(id);
    const ms = performance.now() - known.sentAt;
    Object.assign(known.envelope, { outcome: 'acked', ackMs: ms, ack: payload });
    known.settle({ ok: true, ms, payload });
  }

  // A late one is dropped without a word, as in Slack; that it was late is on record already.
  function notAwaited(id: string): void {
    const envelope = journal.envelopes.find(one => one.id === id);
    if (envelope === undefined) journal.surprise(`acknowledgement of an unknown envelope ${id}`);
    else if (envelope.outcome === 'acked')
      journal.surprise(`second acknowledgement of ${envelope.type} ${id}`);
  }

  return {
    await: (envelope, isFault) =>
      new Promise(settle => {
        awaited.set(envelope.id, { envelope, sentAt: performance.now(), isFault, settle });
        setTimeout(giveUp, ackMs, envelope.id).unref();
      }),
    receive,
    giveUpAll: () => {
      for (const id of awaited.keys()) giveUp(id);
    },
  };
}

function parseAck(frame: string): z.infer<typeof ackFrame> | undefined {
  try {
    return ackFrame.parse(JSON.parse(frame));
  } catch {
    return undefined;
  }
}
