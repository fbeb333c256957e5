import type { Message } from '../slack/timeline.ts';
import { regionPanel } from './region-table.ts';
import type { Session } from './session.ts';
import type { ChannelRow, Look, Panel, Player, Scene } from './shapes.ts';

/** What each of the three is there for; everything else about them is the workspace's. */
const players: Readonly<Record<string, string>> = {
  alice: 'asks for things',
  bob: 'approver and admin',
  gus: 'guest',
};

/** What was last read, by person and channel. */
export type ReadMarks = Map<string, string>;

const mostMessages = 150;

/** The workspace as that person sees it at this moment, and nothing else of it. */
export function sceneFor(session: Session, look: Look, marks: ReadMarks): Scene {
  const { slack } = session.world;
  const client = slack.client(look.as);
  const channels = channelsOf(session, look, marks);
  const here = channels.some(({ id }) => id === look.in) ? client.messages(look.in) : [];
  const threads = here.map(({ channel, ts }) => client.thread({ channel, ts }).length - 1);
  const { thread } = look;
  return {
    team: 'Example Ops',
    me: playerNamed(session, look.as),
    players: Object.keys(players).map(name => playerNamed(session, name)),
    bot: session.botState(),
    app: {
      name: slack.nameOf(slack.botUserId) ?? '',
      userId: slack.botUserId,
      hasHome: client.appPage().home,
      takesMessages: client.appPage().writing,
    },
    clock: session.clock.state(),
    channels,
    messages: here.map((message, index) => ({ message, replies: threads[index] ?? 0 })).slice(-mostMessages),
    thread: thread === null ? [] : client.thread({ channel: look.in, ts: thread }),
    modals: client.modals(),
    home: client.home() ?? null,
    names: Object.fromEntries(
      [...Object.values(slack.people), ...client.channels()].map(({ id, name }) => [id, name]),
    ),
    commands: client.commands(),
    shortcuts: { global: client.shortcuts('global'), message: client.shortcuts('message') },
    faults: session.faults.rows(),
    surprises: session.surprises(),
    panel: panelFor(session, look),
  };
}

function playerNamed({ world }: Session, name: string): Player {
  const person = world.slack.people[name];
  if (person === undefined) throw new Error(`Nobody here is called ${name}.`);
  const { id, real_name, tz } = person;
  return { id, name, realName: real_name, role: players[name] ?? '', zone: tz };
}

function channelsOf({ world }: Session, look: Look, marks: ReadMarks): readonly ChannelRow[] {
  const client = world.slack.client(look.as);
  return client
    .channels()
    .filter(({ isMember }) => isMember)
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ id, name, kind }): ChannelRow => {
      const messages = client.messages(id);
      const members = world.slack.channels[name]?.members.size ?? 2;
      return { id, name, kind, members, unread: unreadOf(messages, look, id, marks) };
    });
}

/** Looking at a channel is reading it. */
function unreadOf(messages: readonly Message[], look: Look, id: string, marks: ReadMarks): number {
  const key = `${look.as} ${id}`;
  if (id === look.in) marks.set(key, messages.at(-1)?.ts ?? '0');
  const read = Number(marks.get(key) ?? 0);
  return messages.filter(({ ts }) => Number(ts) > read).length;
}

function panelFor({ world, log }: Session, { panel }: Look): Panel | null {
  if (panel === null) return null;
  return panel.kind === 'log' ? { kind: 'log', entries: log.rows() } : regionPanel(world.cloud.region, panel);
}
