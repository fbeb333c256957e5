import type { Events } from './events.ts';
import { messageObject } from './message-object.ts';
import type { Channel } from './seed.ts';
import type { Change } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import { botIsIn, type Workspace } from './workspace.ts';

/** Tells the app of every message where it is a member, its own among them. Nobody is told of ephemeral ones. */
export function tellOfMessages({ directory, timeline }: Workspace, events: Events): void {
  timeline.onChange(change => {
    const channel = directory.channel(change.message.channel);
    if (channel === undefined || !botIsIn(channel) || change.message.ephemeral_to !== undefined) return;
    events.tell(eventName(channel), {
      ...messageEvent(change),
      channel: channel.id,
      channel_type: channelType(channel),
    });
  });
}

// https://docs.slack.dev/reference/events/message
function messageEvent({ kind, message }: Change): Json {
  const { ts } = message;
  switch (kind) {
    case 'posted':
      return messageObject(message);
    case 'edited':
      return {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        ts,
        message: messageObject(message),
      };
    case 'deleted':
      return { type: 'message', subtype: 'message_deleted', hidden: true, ts, deleted_ts: ts };
  }
}

function eventName({ is_im, is_private }: Channel): string {
  if (is_im) return 'message.im';
  return is_private ? 'message.groups' : 'message.channels';
}

function channelType({ is_im, is_private }: Channel): string {
  if (is_im) return 'im';
  return is_private ? 'group' : 'channel';
}
