import type { Changes } from './changes.ts';
import { app, type Channel, idFor, type Person, type Seed, slackbot, team, type UserGroup } from './seed.ts';

/** Who and what exists in the workspace. Values are replaced, never changed in place. */
export interface Directory {
  person(id: string): Person | undefined;
  channel(id: string): Channel | undefined;
  /** By short name; throws for a name nobody has, because that is a slip in the test. */
  personNamed(name: string): Person;
  /** `ops` or `#ops`, or `@bob` for the direct message between `viewer` and bob. */
  channelNamed(name: string, viewer: Person): Channel;
  openIm(one: Person, other: Person): Channel;
  put(change: Person | Channel | UserGroup): void;
  userGroups(): readonly UserGroup[];
  people(): readonly Person[];
  channels(): readonly Channel[];
  /** The short name behind a user or channel id, for rendering. */
  nameOf(id: string): string | undefined;
}

export function createDirectory(seed: Seed, botName: string, changes: Changes): Directory {
  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const groups = new Map<string, UserGroup>();

  for (const one of seed.people) people.set(idFor('U', one.name), asPerson(one));
  people.set(app.botUserId, { ...asPerson({ name: botName, is_bot: true }), id: app.botUserId });
  people.set(slackbot, { ...asPerson({ name: 'slackbot' }), id: slackbot });

  function personNamed(name: string): Person {
    const found = [...people.values()].find(person => person.name === name.replace(/^@/, ''));
    if (found === undefined) throw new Error(`nobody here is called ${name}`);
    return found;
  }

  function openIm(one: Person, other: Person): Channel {
    const members = new Set([one.id, other.id]);
    const open = [...channels.values()].find(
      channel => channel.is_im && [...members].every(id => channel.members.has(id)),
    );
    if (open !== undefined) return open;
    const pair = [one.name, other.name].toSorted().join('');
    const im: Channel = {
      id: idFor('D', pair),
      name: [one.name, other.name].toSorted().join('-'),
      is_private: true,
      is_im: true,
      is_archived: false,
      members,
    };
    channels.set(im.id, im);
    changes.touch();
    return im;
  }

  for (const { name, is_private = false, members } of seed.channels) {
    const ids = new Set(members.map(member => personNamed(member).id));
    channels.set(idFor('C', name), {
      id: idFor('C', name),
      name,
      is_private,
      is_im: false,
      is_archived: false,
      members: ids,
    });
  }

  for (const { handle, name, members } of seed.userGroups ?? []) {
    const users = members.map(member => personNamed(member).id);
    groups.set(idFor('S', handle), { id: idFor('S', handle), handle, name, users });
  }

  return {
    person: id => people.get(id),
    channel: id => channels.get(id),
    personNamed,
    channelNamed: (name, viewer) => {
      if (name.startsWith('@')) return openIm(viewer, personNamed(name));
      const found = [...channels.values()].find(
        channel => !channel.is_im && channel.name === name.replace(/^#/, ''),
      );
      if (found === undefined) throw new Error(`there is no channel ${name}`);
      return found;
    },
    openIm,
    put: change => {
      if ('members' in change) channels.set(change.id, change);
      else if ('handle' in change) groups.set(change.id, change);
      else people.set(change.id, change);
      changes.touch();
    },
    people: () => [...people.values()],
    userGroups: () => [...groups.values()],
    channels: () => [...channels.values()],
    nameOf: id => people.get(id)?.name ?? channels.get(id)?.name ?? groups.get(id)?.handle,
  };
}

function asPerson(one: Seed['people'][number]): Person {
  return {
    id: idFor('U', one.name),
    real_name: one.name,
    team_id: team.id,
    tz: 'Etc/UTC',
    deleted: false,
    is_bot: false,
    is_admin: false,
    is_restricted: false,
    is_ultra_restricted: false,
    ...one,
  };
}
