import { z } from 'zod';
import type { Origin, Person } from '../core/actor.ts';
import type { Fields, FormWanted } from '../core/form.ts';
import type { ChannelId, FormId, ServerId, TeamId, UserId } from '../core/ids.ts';
import type { Input, Lookup } from '../core/input.ts';
import { originOf } from './payloads.ts';
import { openPolicy, openSnapshot } from './view.ts';

// Only the fields that are used; a payload without them is not understood and changes nothing.

const id = z.string().min(1);

/** The team a person belongs to, which through Slack Connect is not the one where they are. */
const user = z.object({ id, team_id: id });

const shortcut = z.object({ type: z.literal('shortcut'), trigger_id: id, user });

const action = z.object({ action_id: z.string(), value: z.string().default('') });

const viewClick = z.object({
  type: z.literal('block_actions'),
  trigger_id: id,
  user,
  channel: z.object({ id, name: z.string().default('') }).optional(),
  actions: z.tuple([action]).rest(z.unknown()),
});

const chosen = z.object({ value: z.string() });

/** What the elements of a modal hold: a text, a choice, several choices, a time, a channel. Others are not used. */
const element = z.object({
  value: z.string().nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).nullish(),
  selected_time: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});

const submission = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    id,
    hash: id,
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), element)) }),
  }),
});

const suggestion = z.object({
  type: z.literal('block_suggestion'),
  user,
  value: z.string(),
  view: z.object({ id, private_metadata: z.string() }),
});

const opened = z.object({
  team_id: id,
  event_id: id,
  event: z.object({ type: z.literal('app_home_opened'), user: id, tab: z.literal('home') }),
});

type User = z.infer<typeof user>;

const person = (who: User): Person => {
  return { kind: 'person', team: who.team_id as TeamId, user: who.id as UserId };
};

/** What is asked in no channel stands where reports go. */
const inNoChannel = (reports: ChannelId): Origin => ({ channel: reports, visibility: 'public' });

/** A global shortcut → Input; it is used in no channel, so its card goes where reports go. */
export function shortcutInput(payload: unknown, reports: ChannelId): Input | null {
  const parsed = shortcut.safeParse(payload);
  if (!parsed.success) return null;
  const { trigger_id, user: who } = parsed.data;
  const form = { kind: 'snapshot', server: null } as const;
  return {
    key: `trigger/${trigger_id}`,
    actor: person(who),
    origin: inNoChannel(reports),
    does: { kind: 'open', form },
  };
}

/** A button that opens a modal, in Home or in a channel. */
export function openInput(payload: unknown, reports: ChannelId): Input | null {
  const parsed = viewClick.safeParse(payload);
  if (!parsed.success) return null;
  const { trigger_id, user: who, channel, actions } = parsed.data;
  const form = formAbout(actions[0]);
  if (form === null) return null;
  return {
    key: `trigger/${trigger_id}`,
    actor: person(who),
    origin: channel === undefined ? inNoChannel(reports) : originOf(channel.id, channel.name),
    does: { kind: 'open', form },
  };
}

/** Which modal, and what it is about; what is not the id of a server chooses none. */
function formAbout({ action_id, value }: z.infer<typeof action>): FormWanted | null {
  const server = /^i-[0-9a-f]{1,32}$/u.test(value) ? (value as ServerId) : null;
  if (action_id === openPolicy) return { kind: 'policy', about: { kind: 'new', server, given: '' } };
  return action_id === openSnapshot ? { kind: 'snapshot', server } : null;
}

export function submissionInput(payload: unknown, reports: ChannelId): Input | null {
  const parsed = submission.safeParse(payload);
  if (!parsed.success) return null;
  const { user: who, view } = parsed.data;
  return {
    key: `view/${view.id}/${view.hash}`,
    actor: person(who),
    origin: inNoChannel(reports),
    does: { kind: 'submit', form: view.private_metadata as FormId, fields: fieldsOf(view.state.values) },
  };
}

type Values = z.infer<typeof submission>['view']['state']['values'];

function fieldsOf(values: Values): Fields {
  const filled = Object.entries(values).flatMap(([field, elements]) => {
    const given = Object.values(elements).flatMap(one => {
      const { selected_option, selected_options } = one;
      const options = [...(selected_options ?? []), ...(selected_option ? [selected_option] : [])];
      const text = one.value ?? one.selected_time ?? one.selected_conversation;
      return typeof text === 'string' ? [text] : options.map(option => option.value);
    });
    return given.length === 0 ? [] : [[field, given] as const];
  });
  return Object.fromEntries(filled);
}

/** What is typed into a list of a modal. */
export function lookupOf(payload: unknown): Lookup | null {
  const parsed = suggestion.safeParse(payload);
  if (!parsed.success) return null;
  const { user: who, value, view } = parsed.data;
  return { actor: person(who), form: view.private_metadata as FormId, view: view.id, text: value };
}

/** Home opened → Input; null for the app's other tabs. */
export function homeInput(body: unknown, reports: ChannelId): Input | null {
  const parsed = opened.safeParse(body);
  if (!parsed.success) return null;
  const { team_id, event_id, event } = parsed.data;
  return {
    key: `event/${event_id}`,
    actor: person({ id: event.user, team_id }),
    origin: inNoChannel(reports),
    does: { kind: 'home', page: 0 },
  };
}

/** A button that turns to another page of Home. */
export function pageInput(payload: unknown, reports: ChannelId): Input | null {
  const parsed = viewClick.safeParse(payload);
  if (!parsed.success) return null;
  const { trigger_id, user: who, actions } = parsed.data;
  const page = /^\d{1,4}$/u.test(actions[0].value) ? Number(actions[0].value) : 0;
  return {
    key: `trigger/${trigger_id}`,
    actor: person(who),
    origin: inNoChannel(reports),
    does: { kind: 'home', page },
  };
}
