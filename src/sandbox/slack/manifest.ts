import { z } from 'zod';

/** What the workspace knows of the app: only what its manifest declares. */
export interface AppManifest {
  readonly name: string;
  readonly botName: string;
  readonly commands: ReadonlyMap<string, { readonly shouldEscape: boolean }>;
  readonly scopes: ReadonlySet<string>;
  readonly interactivity: boolean;
  readonly socketMode: boolean;
}

const command = z.object({
  command: z.string().startsWith('/').max(32),
  should_escape: z.boolean().default(false),
});

const schema = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z.object({
    bot_user: z.object({ display_name: z.string().min(1).max(80) }),
    slash_commands: z.array(command).max(50).default([]),
  }),
  oauth_config: z.object({
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) }),
  }),
  settings: z.object({
    interactivity: z.object({ is_enabled: z.boolean() }).default({ is_enabled: false }),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** Reads a parsed manifest.json. Optional scopes count as granted. */
export function parseManifest(manifest: unknown): AppManifest {
  const { display_information, features, oauth_config, settings } = schema.parse(manifest);
  return {
    name: display_information.name,
    botName: features.bot_user.display_name,
    commands: new Map(features.slash_commands.map(one => [one.command, { shouldEscape: one.should_escape }])),
    scopes: new Set([...oauth_config.scopes.bot, ...oauth_config.scopes.bot_optional]),
    interactivity: settings.interactivity.is_enabled,
    socketMode: settings.socket_mode_enabled,
  };
}
