import { App } from '@slack/bolt';
import { vi } from 'vitest';
import type { Verb } from '../../src/core/command-table.ts';
import { isJson, type Json } from '../../src/sandbox/slack/validate/schema.ts';

/** One way into the bot, as a payload that Slack made and never delivered. */
export type Entrance = {
  readonly name: string;
  /** Who may use it. */
  readonly as: string;
  readonly payload: Json;
  /** What it needs the right for; null for what only looks on. */
  readonly changes: Verb | null;
};

const inside = (value: unknown): Json => (isJson(value) ? value : {});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const firstAction = (payload: Json): Json =>
  Array.isArray(payload['actions']) ? inside(payload['actions'][0]) : {};

const actionId = (payload: Json): string => text(firstAction(payload)['action_id']);

/** Buttons of one kind are told apart by a number at the end. */
export const kindOf = (action: string): string => action.replace(/-\d+$/u, '');

/** What Slack makes anew for each act of a person, and only they can be answered by. */
export type Ticket = { readonly trigger: string; readonly responseUrl: string };

/** Who is said to act: ids of a person and of a workspace. */
export type Claim = { readonly id: string; readonly team: string };

/** The payload as if it came from this person now: what was taken before would be answered with silence. */
export function claimedBy(payload: Json, { id, team }: Claim, { trigger, responseUrl }: Ticket): Json {
  if (payload['type'] === 'event_callback') {
    const event = { ...inside(payload['event']), user: id };
    return { ...payload, team_id: team, event, event_id: `Ev${trigger}` };
  }
  const fresh = {
    ...payload,
    trigger_id: trigger,
    ...(payload['response_url'] === undefined ? {} : { response_url: responseUrl }),
  };
  return payload['command'] === undefined
    ? { ...fresh, user: { ...inside(payload['user']), id, team_id: team } }
    : { ...fresh, user_id: id, team_id: team };
}

export const withValue = (payload: Json, value: string): Json => ({
  ...payload,
  actions: [{ ...firstAction(payload), value }],
});

export const withView = (payload: Json, more: Json): Json => ({
  ...payload,
  view: { ...inside(payload['view']), ...more },
});

type Registered = { readonly what: string; readonly takes: (payload: Json) => boolean };

/** What Bolt is told to listen for while the bot is being made. */
export function watchRegistrations(): () => readonly Registered[] {
  const fields = {
    action: actionId,
    command: (payload: Json) => text(payload['command']),
    options: (payload: Json) => (payload['type'] === 'block_suggestion' ? text(payload['action_id']) : ''),
    shortcut: (payload: Json) => (payload['type'] === 'shortcut' ? text(payload['callback_id']) : ''),
    view: (payload: Json) =>
      payload['type'] === 'view_submission' ? text(inside(payload['view'])['callback_id']) : '',
    event: (payload: Json) => text(inside(payload['event'])['type']),
  };
  const spies = Object.entries(fields).map(([method, field]) => {
    return { method, field, spy: vi.spyOn(App.prototype, method as keyof typeof fields) };
  });
  return () =>
    spies.flatMap(({ method, field, spy }) =>
      spy.mock.calls.map(([constraint]): Registered => {
        const wanted = wantedBy(constraint);
        return {
          what: `${method} ${String(wanted)}`,
          takes: payload => {
            const given = field(payload);
            if (given === '') return false;
            return typeof wanted === 'string' ? wanted === given : wanted.test(given);
          },
        };
      }),
    );
}

function wantedBy(constraint: unknown): string | RegExp {
  if (typeof constraint === 'string' || constraint instanceof RegExp) return constraint;
  const { action_id, callback_id } = inside(constraint);
  const wanted = action_id ?? callback_id;
  if (typeof wanted === 'string' || wanted instanceof RegExp) return wanted;
  throw new Error('a listener for everything');
}
