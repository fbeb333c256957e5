import { createChanges } from './changes.ts';
import { type Client, createClient } from './client/client.ts';
import { type ClientDeps, sees } from './client/surface.ts';
import { type ClickAct, clickButton } from './click.ts';
import { type CommandAct, typeCommand } from './command.ts';
import { createDeliveries } from './deliveries.ts';
import { type Ack, payloadType } from './delivery.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createEvents } from './events.ts';
import type { Forgery } from './forge.ts';
import { createHttpServer, type HttpDeps, listen } from './http-server.ts';
import type { Exchange } from './interaction.ts';
import { type Call, createJournal, type Envelope, type Surprise } from './journal.ts';
import { parseManifest } from './manifest.ts';
import { setMember, setUserGroup } from './membership.ts';
import { tellOfMessages } from './message-events.ts';
import type { DeliveryMishapHook, MishapHook } from './mishap.ts';
import { createRateLimits } from './rate-limits.ts';
import { createResponseUrls } from './response-urls.ts';
import { app, type Channel, exampleOps, type Person, type Seed, team } from './seed.ts';
import type { HttpAnswer, HttpTarget } from './signed-request.ts';
import { createSocketMode, type DisconnectReason } from './socket-mode.ts';
import { type Change, createTimeline, type Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import { createTriggers } from './views/triggers.ts';
import { createViews } from './views/views.ts';
import type { Workspace } from './workspace.ts';

export interface SlackOptions {
  /** The parsed manifest.json of the app. */
  readonly manifest: unknown;
  /** Virtual epoch milliseconds: message times and the age of response_urls are on it. */
  readonly now: () => number;
  readonly seed?: Seed;
  readonly port?: number;
  /** How long, in wire time, the app has to acknowledge. */
  readonly ackMs?: number;
  /** Deliver by signed requests from the start, instead of Socket Mode. */
  readonly http?: HttpTarget;
  /** Leave TCP connections open after the WebSocket's close handshake, as Slack does and `ws` does not. */
  readonly linger?: boolean;
}

export interface SimulatedSlack {
  readonly url: string;
  readonly env: {
    readonly SLACK_API_URL: string;
    readonly SLACK_BOT_TOKEN: string;
    readonly SLACK_APP_TOKEN: string;
  };
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  /** By short name. */
  readonly people: Readonly<Record<string, Person>>;
  /** By short name; direct messages are not among them. */
  readonly channels: Readonly<Record<string, Channel>>;
  nameOf(id: string): string | undefined;
  command(act: CommandAct): Promise<Exchange>;
  click(act: ClickAct): Promise<Exchange>;
  /** Slack in the hands of that person, by short name: all they see and can do. */
  client(name: string): Client;
  /** When an event that the app did not acknowledge is due once more, in virtual epoch ms. */
  nextRetry(): number | undefined;
  /** Sends such events that are due; whoever moves the time calls it. */
  retryDue(): Promise<void>;
  /** Sends a payload once more, in an envelope or request of its own; a doctored one shows what the app believes. Shows nothing. */
  redeliver(payload: Json): Promise<Ack>;
  /** Switches the transport, whatever the manifest says: it stands for the switch in the app's settings. */
  deliverTo(target: HttpTarget | 'socket'): void;
  /** Sends a payload that does not come from Slack, or not now. An app that accepts it has failed the run. */
  forge(payload: Json, forgery: Forgery): Promise<HttpAnswer>;
  connected(): boolean;
  whenConnected(): Promise<void>;
  /** What that person sees there, oldest first. `@snapkeeper` is their direct message with the bot. */
  messages(where: { in: string; as: string }): readonly Message[];
  onChange(listener: (change: Change) => void): () => void;
  /** Called, without a word, whenever anything that anybody sees or the journal tells may have changed. */
  onTouch(listener: () => void): () => void;
  readonly calls: readonly Call[];
  readonly envelopes: readonly Readonly<Envelope>[];
  /** Whatever no correct app does. A run with surprises has failed. */
  readonly surprises: readonly Surprise[];
  invite(person: string, channel: string): void;
  kick(person: string, channel: string): void;
  /** By its handle; members by short name. */
  setUserGroup(handle: string, members: readonly string[]): void;
  setPerson(name: string, patch: Partial<Omit<Person, 'id' | 'name'>>): void;
  setChannel(name: string, patch: Pick<Channel, 'is_archived'>): void;
  mishap: MishapHook | undefined;
  deliveryMishap: DeliveryMishapHook | undefined;
  /** Whether Slack's limits on posting and updating are in force, on the virtual clock. */
  rateLimits: boolean;
  /** How many calls were answered with 429 by these limits: of one method, or of all. */
  turnedAway(method?: string): number;
  disconnect(reason: DisconnectReason): void;
  /** Resets every Socket Mode connection at once, without a word. */
  cutSocket(): void;
  close(): Promise<void>;
}

// They begin as Slack's do, since clients look at that, and cannot be mistaken for real ones.
const tokens = { bot: 'xoxb-sandbox-not-a-real-token', app: 'xapp-sandbox-not-a-real-token' };

export async function startSlack(options: SlackOptions): Promise<SimulatedSlack> {
  const { now, port = 0, ackMs = 3000, seed = exampleOps, linger = false } = options;
  const manifest = parseManifest(options.manifest);
  const changes = createChanges();
  const journal = createJournal(now, changes);
  const directory = createDirectory(seed, manifest.botName, changes);
  const timeline = createTimeline(now, journal, changes);
  const views = createViews({ now, nextId: timeline.nextId, journal, changes });
  const triggers = createTriggers(now, timeline.nextTs);
  const workspace: Workspace = { manifest, directory, journal, now, timeline, changes, views, triggers };
  const socketMode = createSocketMode({ journal, ackMs, now, linger });
  const mishapFor: DeliveryMishapHook = delivery => slack.deliveryMishap?.(delivery);
  const deliveries = createDeliveries({ socketMode, journal, ackMs, now, mishapFor, changes });
  const rateLimits = createRateLimits(now, directory);
  const responseUrls = createResponseUrls(workspace);

  const deps = (): HttpDeps => ({
    context: { workspace, socketMode, host },
    responseUrls,
    tokens,
    rateLimits,
    mishapFor: call => slack.mishap?.(call),
  });
  const server = createHttpServer(deps);
  const host = await listen(server, port);
  const url = `http://${host}`;

  const interactions: ClientDeps = {
    workspace,
    delivery: deliveries,
    responseUrls,
    url,
    memory: { entered: new Map(), offered: new Map() },
  };
  const events = createEvents(workspace, deliveries);
  tellOfMessages(workspace, events);
  const slack: SimulatedSlack = {
    url,
    env: { SLACK_API_URL: `${url}/api/`, SLACK_BOT_TOKEN: tokens.bot, SLACK_APP_TOKEN: tokens.app },
    teamId: team.id,
    appId: app.id,
    botUserId: app.botUserId,
    get people() {
      return Object.fromEntries(directory.people().map(person => [person.name, person]));
    },
    get channels() {
      return Object.fromEntries(
        directory.channels().flatMap(channel => (channel.is_im ? [] : [[channel.name, channel]])),
      );
    },
    command: act => typeCommand(interactions, act),
    click: act => clickButton(interactions, act),
    client: name => createClient(interactions, events, directory.personNamed(name).name),
    nextRetry: () => events.nextRetry(),
    retryDue: () => events.retryDue(),
    redeliver: payload => deliveries.send(payloadType(payload), payload),
    nameOf: id => directory.nameOf(id),
    deliverTo: target => deliveries.switchTo(target),
    forge: (payload, forgery) => deliveries.forge(payload, forgery),
    connected: () => deliveries.connected(),
    whenConnected: () => deliveries.whenConnected(),
    messages: where => seenBy(workspace, where),
    onChange: listener => workspace.timeline.onChange(listener),
    onTouch: listener => changes.on(listener),
    calls: journal.calls,
    envelopes: journal.envelopes,
    surprises: journal.surprises,
    invite: (person, channel) => setMember(workspace, events, person, channel, true),
    kick: (person, channel) => setMember(workspace, events, person, channel, false),
    setUserGroup: (handle, members) => setUserGroup(workspace, events, handle, members),
    setPerson: (name, patch) => directory.put({ ...directory.personNamed(name), ...patch }),
    setChannel: (name, patch) => directory.put({ ...directory.channelNamed(name, bot(directory)), ...patch }),
    mishap: undefined,
    deliveryMishap: undefined,
    get rateLimits() {
      return rateLimits.inForce;
    },
    set rateLimits(value) {
      rateLimits.inForce = value;
    },
    turnedAway: method => rateLimits.turnedAway(method),
    disconnect: reason => socketMode.disconnect(reason),
    cutSocket: () => socketMode.cut(),
    close: async () => {
      await socketMode.close();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      // Clients keep their connections for the next call; without this, closing would wait for them.
      server.closeAllConnections();
      await closed;
    },
  };
  if (options.http !== undefined) slack.deliverTo(options.http);
  return slack;
}

function seenBy({ directory, timeline }: Workspace, where: { in: string; as: string }): readonly Message[] {
  const viewer = directory.personNamed(where.as);
  const channel = directory.channelNamed(where.in, viewer);
  return timeline.in(channel.id).filter(message => sees(viewer, channel, message));
}

function bot(directory: Directory): Person {
  const found = directory.person(app.botUserId);
  if (found === undefined) throw new Error('the workspace has no bot');
  return found;
}
