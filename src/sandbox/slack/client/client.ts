import { typeCommand } from '../command.ts';
import type { Events } from '../events.ts';
import type { Exchange } from '../interaction.ts';
import type { Shortcut, SlashCommand } from '../manifest.ts';
import type { Channel, Person } from '../seed.ts';
import type { Message } from '../timeline.ts';
import type { Json } from '../validate/schema.ts';
import { blocksOf, type View } from '../views/view.ts';
import { shownValues } from '../views/view-state.ts';
import { isForeign } from '../workspace.ts';
import { type Choice, choicesIn, channels } from './choices.ts';
import { chooseElement, type Control } from './choose-element.ts';
import { closeModal, type Closing } from './closing.ts';
import { enterValue, pressButton, type Typing } from './element-action.ts';
import type { Entry } from './entered-state.ts';
import { type HomeTab, openAppHome } from './home-tab.ts';
import { postMessage } from './post-message.ts';
import { runGlobalShortcut, runMessageShortcut } from './run-shortcut.ts';
import { submitModal } from './submission.ts';
import { searchOptions, type Suggested } from './suggestion.ts';
import { type ClientDeps, type Place, sees, surfaceAt } from './surface.ts';

/** A modal or Home as one person sees it. It is a `Place` too. */
export interface SeenView {
  /** The view's id. */
  readonly view: string;
  /** title, submit, close, blocks …, with everything that Slack fills in. */
  readonly content: Json;
  /** `block_id` → `action_id` → what the element shows, as `state.values` spells it. */
  readonly values: Json;
  /** What stands below input blocks, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's sentence above the buttons when the app did not answer as it should. */
  readonly trouble: string | undefined;
  /** Submitted, and not answered yet. */
  readonly waiting: boolean;
}

/** A channel in the sidebar; direct messages bear the name of the other one. */
export interface SeenChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  /** Public channels can be seen from outside. */
  readonly isMember: boolean;
}

/**
 * Slack in the hands of one person: what they see, and what they can do. Acts resolve when the app has acknowledged
 * them or failed to, and reject for what Slack's own screen would not let anybody do.
 */
export interface Client {
  readonly person: Person;
  channels(): readonly SeenChannel[];
  /** Without replies, but for those that were sent to the channel too. By id, or by name as in `SimulatedSlack.messages`. */
  messages(channel: string): readonly Message[];
  /** The message and its replies, oldest first. */
  thread(message: { readonly channel: string; readonly ts: string }): readonly Message[];
  /** What the app's own page offers this person. */
  appPage(): { readonly home: boolean; readonly writing: boolean };
  home(): SeenView | undefined;
  /** From the first to the one on top, which alone can be used. */
  modals(): readonly SeenView[];
  /** What the composer completes after a slash. */
  commands(): readonly SlashCommand[];
  shortcuts(type: Shortcut['type']): readonly Shortcut[];

  type(channel: string, text: string): Promise<Exchange>;
  /** Writes a message, or a reply when `thread` is the `ts` of one. */
  post(channel: string, text: string, thread?: string): Message;
  press(place: Place, control: Control): Promise<Exchange>;
  /** Chooses or types; the app hears of it at once only from some elements. Replaces what the element held. */
  enter(place: Place, control: Control, entry: Entry, typing?: Typing): Promise<Exchange>;
  /** What can be chosen without asking the app: options, people, conversations. */
  choices(place: Place, control: Control): readonly Choice[];
  /** Asks the app for options. */
  search(place: Place, control: Control, query: string): Promise<Suggested>;
  /** Submits the modal on top. `why: 'not_filled_in'` means that Slack itself found it wrong: see its `errors`. */
  submit(): Promise<Exchange>;
  /** Closes the modal on top by its button, or all of them by the cross. */
  close(how?: Closing): Promise<Exchange>;
  /** A shortcut by its name; `channel` is where the person is. */
  shortcut(name: string, channel?: string): Promise<Exchange>;
  messageShortcut(
    name: string,
    message: { readonly channel: string; readonly ts: string },
  ): Promise<Exchange>;
  openHome(tab?: HomeTab): Promise<Exchange>;
}

export function createClient(deps: ClientDeps, events: Events, name: string): Client {
  const { workspace } = deps;
  const { directory, manifest, timeline, views } = workspace;
  // Looked up each time: what a person may do can change under their hands.
  const me = (): Person => directory.personNamed(name);
  const acting = (): Person => {
    if (me().deleted) throw new Error(`${name} was deactivated and can do nothing in Slack`);
    return me();
  };
  const channelOf = (given: string): Channel =>
    directory.channel(given) ?? directory.channelNamed(given, me());
  const visible = (channel: Channel): readonly Message[] =>
    timeline.in(channel.id).filter(message => sees(me(), channel, message));
  const seen = (view: View): SeenView => {
    const { id, content, errors, trouble, waiting } = view;
    const values = shownValues({ ...view, blocks: blocksOf(view) });
    return { view: id, content, values, errors, trouble, waiting };
  };

  return {
    get person() {
      return me();
    },
    channels: () => seenChannels(deps, me()),
    messages: channel =>
      visible(channelOf(channel)).filter(
        ({ thread_ts, broadcast }) => thread_ts === undefined || broadcast === true,
      ),
    thread: ({ channel, ts }) =>
      visible(channelOf(channel)).filter(message => message.ts === ts || message.thread_ts === ts),
    appPage: () => ({ home: manifest.homeTab && !isForeign(me()), writing: manifest.takesMessages }),
    home: () => {
      const home = views.home(me().id);
      return home === undefined ? undefined : seen(home);
    },
    modals: () => views.stack(me().id).map(seen),
    commands: () => (isForeign(me()) ? [] : [...manifest.commands.values()]),
    shortcuts: type => (isForeign(me()) ? [] : manifest.shortcuts.filter(one => one.type === type)),
    type: (channel, text) => typeCommand(deps, { as: name, in: channel, text }),
    post: (channel, text, thread) => postMessage(deps, acting(), channelOf(channel), text, thread),
    press: async (place, control) => pressButton(deps, acting(), place, control),
    enter: async (place, control, entry, typing = 'typed') =>
      enterValue(deps, acting(), place, control, entry, typing),
    choices: (place, control) => {
      const { blocks } = surfaceAt(deps, me(), place).state();
      return choicesIn(chooseElement(blocks, control), me(), workspace);
    },
    search: async (place, control, query) => searchOptions(deps, acting(), place, control, query),
    submit: async () => submitModal(deps, acting()),
    close: async (how = 'close') => closeModal(deps, acting(), how),
    shortcut: async (called, channel) =>
      runGlobalShortcut(deps, acting(), called, channel === undefined ? undefined : channelOf(channel).id),
    messageShortcut: async (called, message) => runMessageShortcut(deps, acting(), called, message),
    openHome: async (tab = 'home') => openAppHome(deps, events, acting(), tab),
  };
}

function seenChannels({ workspace }: ClientDeps, viewer: Person): readonly SeenChannel[] {
  const { directory } = workspace;
  const named = channels(viewer, workspace).map(
    ({ id, name, is_private, members }): SeenChannel => ({
      id,
      name,
      kind: is_private ? 'private' : 'public',
      isMember: members.has(viewer.id),
    }),
  );
  const direct = directory
    .channels()
    .filter(({ is_im, members }) => is_im && members.has(viewer.id))
    .map(({ id, members }): SeenChannel => {
      const other = [...members].find(member => member !== viewer.id) ?? viewer.id;
      return { id, name: directory.nameOf(other) ?? other, kind: 'direct', isMember: true };
    });
  return [...named, ...direct];
}
