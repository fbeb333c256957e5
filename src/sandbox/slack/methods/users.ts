import { z } from 'zod';
import { app, type Person } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { botIsIn, isForeign, type Workspace } from '../workspace.ts';
import { flag, id, method, refuse } from './method.ts';

// https://docs.slack.dev/reference/methods/users.info
export const usersInfo = method({
  token: 'bot',
  scope: 'users:read',
  args: z.strictObject({ user: id, include_locale: flag.optional() }),
  run: ({ user }, { workspace }) => {
    const person = workspace.directory.person(user);
    return person === undefined
      ? refuse('user_not_found')
      : { ok: true, user: userObject(person, workspace) };
  },
});

// https://docs.slack.dev/reference/objects/user-object
function userObject(person: Person, workspace: Workspace): Json {
  const { id: userId, team_id, name, real_name, deleted, is_bot } = person;
  const profile = {
    real_name,
    display_name: name,
    real_name_normalized: real_name,
    display_name_normalized: name,
    team: team_id,
  };
  // Deactivated people lose their zone and every role; only these fields are left of them.
  if (deleted) return { id: userId, team_id, name, deleted, profile, is_bot, is_app_user: false, updated: 0 };
  return {
    id: userId,
    team_id,
    name,
    deleted,
    real_name,
    tz: person.tz,
    ...zoneNow(person.tz, workspace.now()),
    profile: is_bot ? { ...profile, bot_id: botIdOf(person) } : profile,
    is_admin: person.is_admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.is_restricted,
    is_ultra_restricted: person.is_ultra_restricted,
    is_bot,
    is_app_user: false,
    is_email_confirmed: true,
    ...(isForeign(person) ? { is_stranger: !sharesChannelWithBot(person, workspace) } : {}),
    updated: 0,
  };
}

function botIdOf(person: Person): string {
  return person.id === app.botUserId ? app.botId : `B${person.id.slice(1)}`;
}

// Slack calls somebody of another workspace a stranger only while no channel is shared with the app: a person met
// through Slack Connect is told apart by the team alone.
function sharesChannelWithBot(person: Person, { directory }: Workspace): boolean {
  return directory.channels().some(channel => botIsIn(channel) && channel.members.has(person.id));
}

/** The zone's name and its offset in seconds at this moment, daylight saving included. */
function zoneNow(timeZone: string, at: number): { tz_label: string; tz_offset: number } {
  const part = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
      .formatToParts(at)
      .find(one => one.type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(part('longOffset')) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return { tz_label: part('long'), tz_offset: sign === '-' ? -seconds : seconds };
}
