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
    app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).default({ home_tab_enabled: false }),
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

/** Reads a parsed manifest.json. Optional scopes count as granted. */
export function parseManifest(manifest: unknown): AppManifest {
  const { display_information, features, oauth_config, settings } = schema.parse(manifest);
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
    homeTab: features.app_home.home_tab_enabled,
    events: new Set(settings.event_subscriptions.bot_events),
    scopes: new Set([...oauth_config.scopes.bot, ...oauth_config.scopes.bot_optional]),
    interactivity: settings.interactivity.is_enabled,
    socketMode: settings.socket_mode_enabled,
  };
}
