import { type Button, buttonsOf } from './buttons.ts';
import {
  actingPerson,
  actorFields,
  type Exchange,
  interact,
  type InteractionDeps,
  interactionFields,
} from './interaction.ts';
import { messageObject } from './message-object.ts';
import type { Channel, Person } from './seed.ts';
import type { Message } from './timeline.ts';
import { spell } from './validate/fault.ts';
import type { Json } from './validate/schema.ts';
import { payloadChannelName } from './workspace.ts';

/** Who clicks what: the button by its action_id or by its text, when the message has more than one. */
export interface ClickAct {
  readonly as: string;
  /** As the person sees it, which may be older than what it has become: the app must cope with both. */
  readonly message: Message;
  readonly actionId?: string;
  readonly button?: string;
}

/** A person clicks a button and confirms where asked. Resolves when the app has acknowledged it or failed to. */
export async function clickButton(deps: InteractionDeps, act: ClickAct): Promise<Exchange> {
  const { directory } = deps.workspace;
  const person = actingPerson(deps, act.as);
  const channel = directory.channel(act.message.channel);
  const { ephemeral_to } = act.message;
  const sees = ephemeral_to === undefined ? channel?.members.has(person.id) : ephemeral_to === person.id;
  if (channel === undefined || sees !== true) throw new Error(`${act.as} does not see that message`);
  const button = chooseButton(act);
  return interact(deps, 'a click on a button', () =>
    messageActionPayload(deps, person, channel, act.message, { ...button.action, block_id: button.blockId }),
  );
}

// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
export function messageActionPayload(
  deps: InteractionDeps,
  person: Person,
  channel: Channel,
  seen: Message,
  action: Json,
  values: Json = {},
): Json {
  const { timeline } = deps.workspace;
  const { ts, thread_ts, ephemeral_to } = seen;
  const place = {
    type: 'message',
    message_ts: ts,
    channel_id: channel.id,
    is_ephemeral: ephemeral_to !== undefined,
  };
  return {
    type: 'block_actions',
    ...actorFields(person),
    ...interactionFields(deps, { channel: channel.id, user: person.id, message: seen }),
    container: thread_ts === undefined ? place : { ...place, thread_ts },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    // Slack keeps no copy of an ephemeral message, so it cannot send one along.
    ...(ephemeral_to === undefined
      ? { message: messageObject(timeline.find(seen.channel, ts) ?? seen) }
      : {}),
    state: { values },
    actions: [{ ...action, action_ts: timeline.nextTs() }],
  };
}

function chooseButton({ message, actionId, button }: ClickAct): Button {
  const buttons = buttonsOf(message.blocks);
  const [only, ...others] = buttons.filter(
    ({ action, label }) =>
      (actionId === undefined || action['action_id'] === actionId) &&
      (button === undefined || label === button),
  );
  if (only !== undefined && others.length === 0) return only;
  const problem = only === undefined ? 'no such button' : 'more than one such button';
  const labels = buttons.map(({ action, label }) => `[${label}] ${spell(action['action_id'])}`).join(', ');
  throw new Error(`${problem} (${button ?? actionId ?? 'any'}); the message has: ${labels || 'none'}`);
}
