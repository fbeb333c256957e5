import type { WebClient } from '@slack/web-api';
import { StartRefused } from '../core/start-refused.ts';
import type { TeamId, UserId } from '../core/ids.ts';
import type { SlackFault, SlackOutcome } from './web.ts';
import { slackOutcome } from './web.ts';

/** Who this bot is in Slack. `teamUrl` ends in a slash and is the beginning of links to messages. */
export type SlackIdentity = {
  readonly team: TeamId;
  readonly app: string;
  readonly botUser: UserId;
  readonly botId: string;
  readonly teamUrl: string;
};

const remedy =
  'Copy the Bot User OAuth Token again from your Slack app, OAuth & Permissions; install the app there first if it is not.';

/** Asks Slack whose token this is. A fault means Slack was not reached; throws StartRefused when Slack says no. */
export async function readSlackIdentity(web: WebClient): Promise<SlackOutcome<SlackIdentity>> {
  const test = await slackOutcome(() => web.auth.test());
  if (test.kind === 'fault') return { kind: 'fault', fault: unlessRefused(test.fault) };
  const { team_id: team, user_id: botUser, bot_id: bot, url } = test.value;
  if (team === undefined || botUser === undefined || bot === undefined) {
    throw new StartRefused(`SLACK_BOT_TOKEN does not belong to a bot. ${remedy}`);
  }
  const info = await slackOutcome(() => web.bots.info({ bot }));
  if (info.kind === 'fault') return { kind: 'fault', fault: unlessRefused(info.fault) };
  const app = info.value.bot?.app_id;
  if (app === undefined) throw new StartRefused(`SLACK_BOT_TOKEN does not belong to a Slack app. ${remedy}`);
  return {
    kind: 'ok',
    value: {
      team: team as TeamId,
      app,
      botUser: botUser as UserId,
      botId: bot,
      teamUrl: url ?? 'https://slack.com/',
    },
  };
}

function unlessRefused(fault: SlackFault): SlackFault {
  if (fault.kind !== 'refused') return fault;
  if (fault.code === 'missing_scope') {
    throw new StartRefused(
      'SLACK_BOT_TOKEN lacks a scope that Snapkeeper needs: install the app again from manifest/manifest.json.',
    );
  }
  throw new StartRefused(`SLACK_BOT_TOKEN is refused by Slack (${fault.code}). ${remedy}`);
}
