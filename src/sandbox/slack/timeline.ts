import type { Changes } from './changes.ts';
import type { Journal } from './journal.ts';
import { markupSlips } from './markup-slips.ts';
import { normalizeBlocks } from './normalize-blocks.ts';
import { app, slackbot } from './seed.ts';
import type { Json } from './validate/schema.ts';

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Json;
}

export interface Message {
  readonly ts: string;
  /** Channel id. */
  readonly channel: string;
  /** User id of the author. */
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** What was posted through a response_url, or by a person, can never be edited with chat.update. */
  readonly via: 'api' | 'response_url' | 'slackbot' | 'person';
  readonly thread_ts?: string | undefined;
  /** A reply that was sent to the channel too. */
  readonly broadcast?: boolean | undefined;
  /** The only person who sees it; never in history. */
  readonly ephemeral_to?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly edited?: { readonly user: string; readonly ts: string } | undefined;
}

export interface Change {
  readonly kind: 'posted' | 'edited' | 'deleted';
  readonly message: Message;
}

type Draft = Omit<Message, 'ts' | 'user' | 'edited'> & {
  /** Left out for the app itself and for Slackbot. */
  readonly user?: string;
};
type Edit = Partial<Pick<Message, 'text' | 'blocks' | 'metadata' | 'edited'>>;

/** Every message of the workspace. Messages are values: an edit puts a new one in the old one's place. */
export interface Timeline {
  post(draft: Draft): Message;
  edit(message: Message, edit: Edit): Message;
  remove(message: Message): void;
  find(channel: string, ts: string): Message | undefined;
  /** Oldest first. */
  in(channel: string): readonly Message[];
  onChange(listener: (change: Change) => void): () => void;
  nextTs(): string;
  /** An id as Slack fills in for blocks and elements that came without one. */
  nextId(): string;
}

export function createTimeline(now: () => number, journal: Journal, changes: Changes): Timeline {
  const messages = new Map<string, Message>();
  const listeners = new Set<(change: Change) => void>();
  let lastMicros = 0;
  let lastId = 0;

  // ts doubles as the message's id within its channel, so it is unique even while virtual time stands still.
  function nextTs(): string {
    lastMicros = Math.max(Math.floor(now() * 1000), lastMicros + 1);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  }

  function nextId(): string {
    lastId += 1;
    return `x${lastId.toString(36).padStart(4, '0')}`;
  }

  function tell(kind: Change['kind'], message: Message): Message {
    for (const listener of listeners) listener({ kind, message });
    changes.touch();
    return message;
  }

  function store(kind: Change['kind'], message: Message): Message {
    if (message.via === 'api' || message.via === 'response_url')
      for (const slip of markupSlips(message.text, message.blocks)) journal.surprise(slip);
    messages.set(`${message.channel} ${message.ts}`, message);
    return tell(kind, message);
  }

  return {
    post: draft => {
      const { user = draft.via === 'slackbot' ? slackbot : app.botUserId } = draft;
      return store('posted', { ...draft, ts: nextTs(), user, blocks: normalizeBlocks(draft.blocks, nextId) });
    },
    edit: (message, edit) => {
      const blocks = edit.blocks === undefined ? message.blocks : normalizeBlocks(edit.blocks, nextId);
      return store('edited', { ...message, ...edit, blocks });
    },
    remove: message => {
      if (messages.delete(`${message.channel} ${message.ts}`)) tell('deleted', message);
    },
    find: (channel, ts) => messages.get(`${channel} ${ts}`),
    in: channel =>
      [...messages.values()]
        .filter(message => message.channel === channel)
        .toSorted((one, other) => Number(one.ts) - Number(other.ts)),
    onChange: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    nextTs,
    nextId,
  };
}
