import { z } from 'zod';
import { app, team } from '../seed.ts';
import { id, method, refuse } from './method.ts';

// https://docs.slack.dev/reference/methods/auth.test
export const authTest = method({
  token: 'bot',
  args: z.strictObject({}),
  run: (_args, { workspace }) => ({
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: workspace.manifest.botName,
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  }),
});

// https://docs.slack.dev/reference/methods/bots.info
export const botsInfo = method({
  token: 'bot',
  scope: 'users:read',
  args: z.strictObject({ bot: id.optional() }),
  run: ({ bot }, { workspace }) => {
    if (bot !== app.botId) return refuse('bot_not_found');
    const icons = Object.fromEntries(
      [36, 48, 72].map(size => [`image_${size}`, `https://a.slack-edge.com/bot_${size}.png`]),
    );
    const { name } = workspace.manifest;
    return {
      ok: true,
      bot: { id: bot, deleted: false, name, updated: 0, app_id: app.id, user_id: app.botUserId, icons },
    };
  },
});

// https://docs.slack.dev/reference/methods/apps.connections.open
export const appsConnectionsOpen = method({
  token: 'app',
  args: z.strictObject({}),
  run: (_args, { workspace, socketMode, host }) =>
    workspace.manifest.socketMode
      ? { ok: true, url: `ws://${host}${socketMode.ticket()}` }
      : refuse('forbidden_team'),
});
