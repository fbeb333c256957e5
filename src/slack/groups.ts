import type { WebClient } from '@slack/web-api';
import type { GroupId, UserId } from '../core/ids.ts';
import type { AsOf } from '../core/permission.ts';
import type { Clock } from '../ports.ts';
import type { Log } from '../log.ts';
import { slackOutcome } from './web.ts';

export type Groups = {
  /** Those among the configured groups that this person is in; what could not be read counts as no. */
  of(user: UserId, asOf: AsOf): Promise<readonly GroupId[]>;
};

/** Slack allows about 20 look-ups a minute for all groups together. */
const rememberFor = 60_000;

/** Members of the user groups that the configuration gives a role. */
export function createGroups(
  web: WebClient,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  configured: readonly GroupId[],
): Groups {
  const known = new Map<GroupId, { readonly members: readonly string[]; readonly at: number }>();

  async function has(group: GroupId, user: UserId, asOf: AsOf): Promise<boolean> {
    const remembered = known.get(group);
    const isMember = remembered?.members.includes(user) === true;
    if (remembered !== undefined && clock.now() - remembered.at < rememberFor) {
      // Only a yes can do harm, and a no need not cost a look-up each time.
      if (!isMember || asOf === 'lately') return isMember;
    }
    return (await read(group)).includes(user);
  }

  async function read(group: GroupId): Promise<readonly string[]> {
    const at = clock.now();
    // Members of a disabled group are not listed: it gives nobody a role.
    const outcome = await slackOutcome(() => web.usergroups.users.list({ usergroup: group }));
    if (outcome.kind === 'fault') {
      const { fault } = outcome;
      const why = fault.kind === 'refused' ? fault.code : fault.reason;
      log.error({ group, why }, 'the members of a user group could not be read: it gives nobody a role now');
      return [];
    }
    const members = outcome.value.users ?? [];
    known.set(group, { members, at });
    return members;
  }

  return {
    async of(user, asOf) {
      const found = await Promise.all(
        configured.map(async group => ({ group, isMember: await has(group, user, asOf) })),
      );
      return found.filter(({ isMember }) => isMember).map(({ group }) => group);
    },
  };
}
