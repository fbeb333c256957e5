import { app, team } from './seed.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';

/** A message as the Web API answers it. Metadata is left out, as Slack does unless it is asked for. */
export function messageObject(message: Message): Json {
  const { ts, user, text, blocks, thread_ts, edited } = message;
  const subtype = subtypeOf(message);
  return {
    type: 'message',
    ...(subtype === undefined ? {} : { subtype }),
    user,
    ts,
    ...(message.via === 'person' ? {} : { bot_id: app.botId, app_id: app.id }),
    team: team.id,
    text,
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(thread_ts === undefined ? {} : { thread_ts }),
    ...(edited === undefined ? {} : { edited }),
  };
}

function subtypeOf({ via, broadcast }: Message): string | undefined {
  if (broadcast === true) return 'thread_broadcast';
  return via === 'response_url' ? 'bot_message' : undefined;
}

export function withMetadata(message: Message): Json {
  return message.metadata === undefined
    ? messageObject(message)
    : { ...messageObject(message), metadata: message.metadata };
}
