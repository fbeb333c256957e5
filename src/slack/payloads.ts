import { z } from 'zod';
import type { Origin } from '../core/actor.ts';
import type { Input } from '../core/input.ts';
import type { ChannelId, OfferId, TeamId, UserId } from '../core/ids.ts';
import { typedText } from './incoming-text.ts';
import { cardVerb } from './message.ts';

// Only the fields that are used; a payload without them is not understood and changes nothing.

const command = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: z.string().min(1),
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  channel_id: z.string().min(1),
  channel_name: z.string().default(''),
});

const click = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string().min(1),
  // The team a person belongs to, which through Slack Connect is not the one where they clicked.
  user: z.object({ id: z.string().min(1), team_id: z.string().min(1) }),
  channel: z.object({ id: z.string().min(1), name: z.string().default('') }),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().min(1) })]).rest(z.unknown()),
});

/** A slash command's payload → Input, or null when it is not one. */
export function commandInput(payload: unknown): Input | null {
  const parsed = command.safeParse(payload);
  if (!parsed.success) return null;
  const { trigger_id, team_id, user_id, channel_id, channel_name, text } = parsed.data;
  return {
    // One trigger id is made per command, and stays the same when Slack delivers it again.
    key: `trigger/${trigger_id}`,
    actor: { kind: 'person', team: team_id as TeamId, user: user_id as UserId },
    origin: originOf(channel_id, channel_name),
    does: { kind: 'command', slash: parsed.data.command, text: typedText(text) },
  };
}

/** A click on one of our buttons → Input, or null when it is something else. */
export function clickInput(payload: unknown): Input | null {
  const parsed = click.safeParse(payload);
  if (!parsed.success) return null;
  const { trigger_id, user, channel, actions } = parsed.data;
  return {
    key: `trigger/${trigger_id}`,
    actor: { kind: 'person', team: user.team_id as TeamId, user: user.id as UserId },
    origin: originOf(channel.id, channel.name),
    does: doneBy(actions[0]),
  };
}

/** A card's button is the command of its verb about its id; what is not an id leads nowhere. */
function doneBy({ action_id, value }: { readonly action_id: string; readonly value: string }): Input['does'] {
  const verb = cardVerb(action_id);
  if (verb === null) return { kind: 'click', offer: value as OfferId };
  const id = /^[a-z]-[a-z0-9]{8}$/u.test(value) ? value : '-';
  return { kind: 'command', slash: '/snapkeeper', text: `${verb} ${id}` };
}

/** Slack calls every private channel `privategroup` here, and every conversation of two `directmessage`. */
export function originOf(id: string, name: string): Origin {
  const isPrivate = name === '' || /^(?:privategroup$|directmessage$|mpdm-)/u.test(name);
  return { channel: id as ChannelId, visibility: isPrivate ? 'private' : 'public' };
}
