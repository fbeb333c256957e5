import { actorFields, type Exchange, interact, responseUrl, token } from '../interaction.ts';
import type { Shortcut } from '../manifest.ts';
import { messageObject } from '../message-object.ts';
import type { Person } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { isForeign, payloadChannelName } from '../workspace.ts';
import { type ClientDeps, sees } from './surface.ts';

/** A shortcut by its name in the menu, or its callback_id. */
export async function runGlobalShortcut(
  deps: ClientDeps,
  person: Person,
  name: string,
  current: string | undefined,
): Promise<Exchange> {
  const { callback_id } = shortcutCalled(deps, person, 'global', name);
  return interact(deps, 'a shortcut', () => ({
    type: 'shortcut',
    ...common(deps, person, callback_id, current),
    user: { id: person.id, username: person.name, team_id: person.team_id },
  }));
}

export async function runMessageShortcut(
  deps: ClientDeps,
  person: Person,
  name: string,
  place: { readonly channel: string; readonly ts: string },
): Promise<Exchange> {
  const { callback_id } = shortcutCalled(deps, person, 'message', name);
  const { directory, timeline } = deps.workspace;
  const channel = directory.channel(place.channel);
  const message = timeline.find(place.channel, place.ts);
  if (channel === undefined || message === undefined || !sees(person, channel, message))
    throw new Error(`${person.name} does not see that message`);
  if (message.ephemeral_to !== undefined) throw new Error('an ephemeral message has no shortcuts');
  return interact(deps, 'a shortcut', () => ({
    type: 'message_action',
    ...common(deps, person, callback_id, channel.id),
    channel: { id: channel.id, name: payloadChannelName(channel) },
    message_ts: message.ts,
    message: messageObject(message),
    // There is nothing to replace: the message may be anybody's.
    response_url: responseUrl(deps, { channel: channel.id, user: person.id }),
  }));
}

// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
function common(deps: ClientDeps, person: Person, callback_id: string, channel: string | undefined): Json {
  return {
    ...actorFields(person),
    // Unlike every other interaction, these do not name the app.
    token,
    trigger_id: deps.workspace.triggers.mint({ user: person.id, channel }),
    callback_id,
    action_ts: deps.workspace.timeline.nextTs(),
  };
}

function shortcutCalled(
  { workspace }: ClientDeps,
  person: Person,
  type: Shortcut['type'],
  name: string,
): Shortcut {
  const there = workspace.manifest.shortcuts.filter(one => one.type === type);
  const found = there.find(one => one.name === name || one.callback_id === name);
  // An app's shortcuts exist only in the workspaces where it is installed.
  if (found === undefined || isForeign(person))
    throw new Error(
      `${person.name} has no ${type} shortcut ${name}; there are: ${there.map(one => one.name).join(', ') || 'none'}`,
    );
  return found;
}
