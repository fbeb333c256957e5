/** A person or bot, with the flags spelled as `users.info` spells them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly team_id: string;
  readonly tz: string;
  readonly deleted: boolean;
  readonly is_bot: boolean;
  readonly is_admin: boolean;
  readonly is_restricted: boolean;
  readonly is_ultra_restricted: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly is_private: boolean;
  readonly is_im: boolean;
  readonly is_archived: boolean;
  /** User ids. */
  readonly members: ReadonlySet<string>;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** User ids. */
  readonly users: readonly string[];
}

export interface Seed {
  readonly people: readonly (Pick<Person, 'name'> & Partial<Person>)[];
  /** Members by short name. */
  readonly channels: readonly {
    readonly name: string;
    readonly is_private?: boolean;
    readonly members: readonly string[];
  }[];
  readonly userGroups?: readonly (Pick<UserGroup, 'handle' | 'name'> & {
    readonly members: readonly string[];
  })[];
}

export const team = { id: 'T07EXAMPLE0', name: 'Example Ops', domain: 'example-ops' };
/** Another workspace, met through Slack Connect. */
const partnerTeamId = 'T07PARTNER0';
export const app = { id: 'A07SNAPKEEP', botId: 'B07SNAPKEEP', botUserId: 'U07SNAPKEEP' };
export const slackbot = 'USLACKBOT';

/** `ids('U', 'alice')` → `U07ALICE000`: as long and as upper-case as Slack's, and the same in every run. */
export function idFor(kind: 'U' | 'C' | 'D' | 'B' | 'S', name: string): string {
  return `${kind}07${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.padEnd(11, '0');
}

/** The bot itself is added to the people under its manifest's name; here it is `snapkeeper`. */
export const exampleOps: Seed = {
  people: [
    { name: 'alice', real_name: 'Alice Archer', tz: 'Europe/Berlin' },
    { name: 'bob', real_name: 'Bob Baker', tz: 'America/New_York' },
    { name: 'carol', real_name: 'Carol Chen' },
    { name: 'dave', real_name: 'Dave Dubois' },
    { name: 'gus', real_name: 'Gus Guest', is_restricted: true, is_ultra_restricted: true },
    { name: 'mallory', real_name: 'Mallory Moss', team_id: partnerTeamId },
    { name: 'exdev', real_name: 'Ex Developer', deleted: true },
    { name: 'deploybot', real_name: 'Deploy Bot', is_bot: true },
  ],
  channels: [
    { name: 'ops', members: ['alice', 'bob', 'carol', 'dave', 'gus', 'mallory', 'deploybot', 'snapkeeper'] },
    { name: 'approvals', is_private: true, members: ['bob', 'carol', 'snapkeeper'] },
    { name: 'random', members: ['alice', 'bob', 'carol', 'dave', 'deploybot'] },
    { name: 'war-room', is_private: true, members: ['alice', 'bob'] },
  ],
  userGroups: [{ handle: 'approvers', name: 'Approvers', members: ['bob', 'carol'] }],
};
