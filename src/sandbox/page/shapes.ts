import type { SeenView } from '../slack/client/client.ts';
import type { Shortcut, SlashCommand } from '../slack/manifest.ts';
import type { Message } from '../slack/timeline.ts';

// What goes between the page and its server. The browser imports types from here and nothing else of the server's.

/** What a tab shows, and so what it needs to know. */
export type Look = {
  /** A person's short name. */
  readonly as: string;
  /** A channel's id. */
  readonly in: string;
  /** The `ts` of the message whose thread is open. */
  readonly thread: string | null;
  readonly panel: PanelLook | null;
};

export type PanelLook =
  | { readonly kind: 'region'; readonly table: TableName; readonly find: string }
  | { readonly kind: 'log' };

export type TableName = 'servers' | 'volumes' | 'snapshots' | 'images' | 'recycle bin' | 'addresses';

export type Scene = {
  readonly team: string;
  readonly me: Player;
  readonly players: readonly Player[];
  readonly bot: BotState;
  readonly app: {
    readonly name: string;
    readonly userId: string;
    readonly hasHome: boolean;
    /** Whether anybody may write to it. */
    readonly takesMessages: boolean;
  };
  readonly clock: ClockState;
  readonly channels: readonly ChannelRow[];
  readonly messages: readonly { readonly message: Message; readonly replies: number }[];
  readonly thread: readonly Message[];
  /** From the first to the one on top. */
  readonly modals: readonly SeenView[];
  readonly home: SeenView | null;
  /** Short names of people and channels by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: Readonly<Record<Shortcut['type'], readonly Shortcut[]>>;
  readonly faults: readonly FaultRow[];
  readonly surprises: readonly string[];
  readonly panel: Panel | null;
};

/** A person whom the visitor can be. */
export type Player = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly role: string;
  readonly zone: string;
};

export type BotState = 'starting' | 'connected' | 'disconnected' | 'dead' | 'absent';

export type ClockState = {
  readonly now: number;
  /** Runs with the real one, stands still, or is on its way to a moment. */
  readonly mode: 'real' | 'held' | 'moving';
  readonly until: number | null;
  /** Why it stopped moving, when that is worth a word. */
  readonly note: string | null;
};

export type ChannelRow = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly unread: number;
  readonly members: number;
};

export type FaultRow = {
  readonly name: string;
  readonly title: string;
  readonly side: 'Slack' | 'AWS';
  /** Struck at once, armed for the next call it fits, or in force until it is lifted. */
  readonly lasts: 'moment' | 'next call' | 'while on';
  readonly on: boolean;
};

export type Panel =
  | {
      readonly kind: 'region';
      readonly table: TableName;
      readonly counts: Readonly<Record<TableName, number>>;
      readonly columns: readonly string[];
      readonly rows: readonly RegionRow[];
      /** How many rows there are that match; not all of them are sent. */
      readonly found: number;
    }
  | { readonly kind: 'log'; readonly entries: readonly LogRow[] };

export type RegionRow = {
  readonly id: string;
  readonly cells: readonly string[];
  readonly state: 'good' | 'busy' | 'bad' | 'off';
  readonly ours: boolean;
  readonly tags: readonly (readonly [string, string])[];
};

export type LogRow = {
  readonly number: number;
  readonly at: number;
  readonly kind: 'envelope' | 'slack' | 'aws' | 'surprise';
  readonly title: string;
  readonly outcome: string;
  readonly ok: boolean;
};
