import { messageActionPayload } from '../click.ts';
import { actorFields, type InteractionDeps, triggerFields } from '../interaction.ts';
import { messageObject } from '../message-object.ts';
import { type Channel, type Person } from '../seed.ts';
import type { Message } from '../timeline.ts';
import type { Json } from '../validate/schema.ts';
import { blocksOf, type View, viewObject } from '../views/view.ts';
import { type Inputs, type StateSource, stateValues } from '../views/view-state.ts';
import { payloadChannelName } from '../workspace.ts';

/** Where an element stands: on a message, or in a modal or Home. A `Message` and a `SeenView` are places themselves. */
export type Place =
  | { readonly channel: string; readonly ts: string }
  | {
      /** The view's id. */
      readonly view: string;
    };

/** What people have done that Slack keeps to itself until something is sent. */
interface Memory {
  /** What was chosen on messages, by person and message. */
  readonly entered: Map<string, Inputs>;
  /** The options that an app last offered, by person, place and element. */
  readonly offered: Map<string, readonly Json[]>;
}

export type ClientDeps = InteractionDeps & { readonly memory: Memory };

/** Something with elements in front of one person. Always as it is now. */
export interface Surface {
  /** Tells it apart from everything else in front of everybody. */
  readonly key: string;
  state(): StateSource;
  enter(elementKey: string, state: Json): void;
  /** The payload of a `block_actions` with that one action. */
  action(action: Json): Json;
  /** Where it is, as a `block_suggestion` tells it. */
  origin(): Json;
}

export function surfaceAt(deps: ClientDeps, person: Person, place: Place): Surface {
  return 'view' in place ? viewSurface(deps, person, place.view) : messageSurface(deps, person, place);
}

function viewSurface(deps: ClientDeps, person: Person, id: string): Surface {
  const { views } = deps.workspace;
  const view = (): View => {
    const found = views.find(id);
    if (found?.user !== person.id) throw new Error(`${person.name} has no view ${id} in front of them`);
    const top = views.stack(person.id).at(-1);
    if (found.content['type'] === 'modal' && top?.id !== id) throw new Error(`another modal covers ${id}`);
    if (found.waiting) throw new Error(`${id} was submitted and waits for the app`);
    return found;
  };
  const container = { type: 'view', view_id: id };
  return {
    key: `${person.id} ${view().id}`,
    state: () => ({ ...view(), blocks: blocksOf(view()) }),
    enter: (key, state) => {
      const { inputs } = view();
      views.put({ ...view(), inputs: new Map([...inputs, [key, state]]) });
    },
    action: action => ({
      type: 'block_actions',
      ...actorFields(person),
      ...triggerFields(deps, {
        user: person.id,
        channel: view().current,
        view: view().content['type'] === 'modal' ? id : undefined,
      }),
      container,
      view: viewObject(view()),
      actions: [{ ...action, action_ts: deps.workspace.timeline.nextTs() }],
    }),
    // Slack does not tell what was entered meanwhile: https://github.com/slackapi/bolt-js/issues/1146
    origin: () => ({ container, view: viewObject(view(), {}) }),
  };
}

function messageSurface(
  deps: ClientDeps,
  person: Person,
  { channel: channelId, ts }: { readonly channel: string; readonly ts: string },
): Surface {
  const { workspace, memory } = deps;
  const message = (): Message => {
    const found = workspace.timeline.find(channelId, ts);
    if (found === undefined || !sees(person, channel(), found))
      throw new Error(`${person.name} does not see that message`);
    return found;
  };
  const channel = (): Channel => {
    const found = workspace.directory.channel(channelId);
    if (found === undefined) throw new Error(`there is no channel ${channelId}`);
    return found;
  };
  const key = `${person.id} ${channelId} ${ts}`;
  const state = (): StateSource => ({
    blocks: message().blocks,
    inputs: memory.entered.get(key) ?? new Map(),
    current: channelId,
  });
  return {
    key,
    state,
    enter: (elementKey, entered) => {
      memory.entered.set(key, new Map([...state().inputs, [elementKey, entered]]));
      workspace.changes.touch();
    },
    action: action => messageActionPayload(deps, person, channel(), message(), action, stateValues(state())),
    origin: () => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channelId,
        is_ephemeral: message().ephemeral_to !== undefined,
      },
      channel: { id: channelId, name: payloadChannelName(channel()) },
      ...(message().ephemeral_to === undefined ? { message: messageObject(message()) } : {}),
    }),
  };
}

/** An ephemeral message is for its addressee alone, every other one for the channel's members. */
export function sees(person: Person, channel: Channel, { ephemeral_to }: Message): boolean {
  return channel.members.has(person.id) && (ephemeral_to === undefined || ephemeral_to === person.id);
}
