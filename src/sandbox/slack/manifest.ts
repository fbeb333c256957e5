import { z } from 'zod';

/** A shortcut of the app: `global` ones stand in the composer's menu, `message` ones in that of a message. */
export interface Shortcut {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callback_id: string;
  readonly description: string;
}

/** A slash command as the composer completes it. */
export interface SlashCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  readonly shouldEscape: boolean;
}

/** What the workspace knows of the app: only what its manifest declares. */
export interface AppManifest {
  readonly name: string;
  readonly botName: string;
  readonly commands: ReadonlyMap<string, SlashCommand>;
  readonly shortcuts: readonly Shortcut[];
  readonly homeTab: boolean;
  /** Whether people can write to it in their direct message. */
  readonly takesMessages: boolean;
  /** The events the app subscribed to, as `bot_events` names them. */
  readonly events: ReadonlySet<string>;
  readonly scopes: ReadonlySet<string>;
  readonly interactivity: boolean;
  readonly socketMode: boolean;
}

const command = z.object({
  command: z.string().startsWith('/').max(32),
  description: z.string().max(2000).default(''),
  usage_hint: z.string().max(1000).default(''),
  should_escape: z.boolean().default(false),
});

const shortcut = z.object({
  name: z.string().min(1).max(24),
  type: z.enum(['global', 'message']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
});

const schema = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z.object({
    bot_user: z.object({ display_name: z.string().min(1).max(80) }),
    slash_commands: z.array(command).max(50).default([]),
    shortcuts: z.array(shortcut).max(10).default([]),
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(true),
        messages_tab_read_only_enabled: z.boolean().default(true),
      })
      .prefault({}),
  }),
  oauth_config: z.object({
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) }),
  }),
  settings: z.object({
    interactivity: z.object({ is_enabled: z.boolean() }).default({ is_enabled: false }),
    event_subscriptions: z
      .object({ bot_events: z.array(z.string()).max(100).default([]) })
      .default({ bot_events: [] }),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** The events that can happen here, and the scopes of which an app needs one to hear of them. */
const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  // Nothing here ever takes the app away, so these two never come.
  app_uninstalled: [],
  tokens_revoked: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  subteam_members_changed: ['usergroups:read'],
};

/** Reads a parsed manifest.json. Optional scopes count as granted. Throws for what Slack, or this workspace, cannot serve. */
export function parseManifest(manifest: unknown): AppManifest {
  const { display_information, features, oauth_config, settings } = schema.parse(manifest);
  const scopes = new Set([...oauth_config.scopes.bot, ...oauth_config.scopes.bot_optional]);
  const { bot_events } = settings.event_subscriptions;
  const { app_home } = features;
  for (const event of bot_events) refuseEvent(event, scopes);
  if (features.slash_commands.length + features.shortcuts.length > 0 && !scopes.has('commands'))
    throw new Error('the manifest has commands or shortcuts without the scope commands');
  return {
    name: display_information.name,
    botName: features.bot_user.display_name,
    commands: new Map(
      features.slash_commands.map(({ should_escape: shouldEscape, usage_hint: usageHint, ...one }) => [
        one.command,
        { ...one, usageHint, shouldEscape },
      ]),
    ),
    shortcuts: features.shortcuts,
    homeTab: app_home.home_tab_enabled,
    takesMessages: app_home.messages_tab_enabled && !app_home.messages_tab_read_only_enabled,
    events: new Set(bot_events),
    scopes,
    interactivity: settings.interactivity.is_enabled,
    socketMode: settings.socket_mode_enabled,
  };
}

function refuseEvent(event: string, scopes: ReadonlySet<string>): void {
  const needed = eventScopes[event];
  if (needed === undefined) throw new Error(`the event ${event} is not simulated`);
  if (needed.length > 0 && !needed.some(scope => scopes.has(scope)))
    throw new Error(`the event ${event} needs the scope ${needed.join(' or ')}`);
}
