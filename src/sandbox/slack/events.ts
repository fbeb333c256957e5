import type { Ack, Delivery } from './delivery.ts';
import { token } from './interaction.ts';
import { app, team } from './seed.ts';
import type { Json } from './validate/schema.ts';
import type { Workspace } from './workspace.ts';

// https://docs.slack.dev/apis/events-api#retries: at once, after a minute, after five more.
const retryAfterMs = [0, 60_000, 5 * 60_000];

/** Tells the app what happened, if its manifest asks for it. */
export interface Events {
  /** `name` is that of `bot_events`, which is finer than the event's type. Undefined: the app did not ask. */
  send(name: string, event: Json): Promise<{ readonly ack: Ack; readonly payload: Json } | undefined>;
  /** The same for whom nobody waits. */
  tell(name: string, event: Json): void;
  /** When the next event is due once more, in virtual epoch ms. */
  nextRetry(): number | undefined;
  /** Sends once more what is due. */
  retryDue(): Promise<void>;
}

interface Unheard {
  readonly payload: Json;
  readonly attempt: number;
  readonly due: number;
  readonly reason: string;
}

export function createEvents({ manifest, timeline, journal, now }: Workspace, delivery: Delivery): Events {
  let unheard: readonly Unheard[] = [];
  let count = 0;

  async function attempt(payload: Json, number: number, reason: string): Promise<Ack> {
    const ack = await delivery.send('events_api', payload, { attempt: number, reason });
    const wait = retryAfterMs[number];
    if (ack.ok || wait === undefined) return ack;
    const why = ack.why === 'operation_timeout' ? 'timeout' : 'connection_failed';
    if (wait === 0) return attempt(payload, number + 1, why);
    unheard = [...unheard, { payload, attempt: number + 1, due: now() + wait, reason: why }];
    return ack;
  }

  const send: Events['send'] = async (name, event) => {
    if (!manifest.events.has(name)) return undefined;
    count += 1;
    const id = `Ev07${String(count).padStart(7, '0')}`;
    const payload = envelope(id, now(), { ...event, event_ts: timeline.nextTs() });
    return { ack: await attempt(payload, 0, ''), payload };
  };

  return {
    send,
    tell: (name, event) => {
      send(name, event).catch((error: unknown) => journal.surprise(`the simulator failed: ${String(error)}`));
    },
    nextRetry: () => (unheard.length === 0 ? undefined : Math.min(...unheard.map(({ due }) => due))),
    retryDue: async () => {
      const due = unheard.filter(one => one.due <= now());
      unheard = unheard.filter(one => one.due > now());
      await Promise.all(due.map(one => attempt(one.payload, one.attempt, one.reason)));
    },
  };
}

// https://docs.slack.dev/apis/events-api#callback-field
function envelope(eventId: string, at: number, event: Json): Json {
  return {
    token,
    team_id: team.id,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(at / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
