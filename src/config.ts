import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { FileSettings } from './config-file.ts';
import { readConfigFile } from './config-file.ts';
import type { ChannelId, PlaceId, UserId } from './core/ids.ts';
import type { Limits } from './core/limits.ts';
import { nearest } from './core/nearest.ts';
import type { DeletionGuard } from './core/retention.ts';
import type { RoleHolders, Roles } from './core/roles.ts';
import { nobody } from './core/roles.ts';
import { StartRefused } from './core/start-refused.ts';

export type Config = {
  readonly slack: {
    readonly botToken: string;
    /** How Slack's requests come in. */
    readonly delivery:
      | { readonly kind: 'socket'; readonly appToken: string }
      | {
          readonly kind: 'http';
          readonly signingSecret: string;
          readonly host: string;
          readonly port: number;
        };
    /** Null for Slack itself. */
    readonly apiUrl: string | null;
    /** Where cards go that cannot stand where they were asked for. */
    readonly channel: ChannelId;
  };
  readonly roles: Roles;
  readonly approvals: {
    readonly required: boolean;
    /** Where requests for approval stand. */
    readonly channel: ChannelId;
  };
  /** Deleting more than this at once, in sets or in per cent of a policy's sets, asks first. */
  readonly guards: DeletionGuard;
  /** The time zone of schedules of people whose own is not known. */
  readonly zone: string;
  readonly aws: {
    readonly place: PlaceId;
    readonly region: string;
    /** Null for AWS itself; the SDK reads the same variable. */
    readonly endpoint: string | null;
  };
  readonly database: string;
  /** The configuration file in use, null when there is none. */
  readonly file: string | null;
  readonly limits: Limits;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

type Environment = Readonly<Record<string, string | undefined>>;

const token = (prefix: string, where: string) =>
  z
    .string({ error: `is missing: copy it from ${where}` })
    .startsWith(prefix, { error: `does not begin with ${prefix}: copy it from ${where}` })
    .regex(/^[\w-]+$/u, { error: `holds characters that no token has: copy it whole from ${where}` });

const id = (pattern: RegExp, what: string) =>
  z.string({ error: `is missing: ${what}` }).regex(pattern, { error: what });

const count = (fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/u, { error: 'is not a whole number from 1 to 9999: correct it, or leave it out' })
    .transform(Number)
    .default(fallback);

/** Plain http would send tokens in the clear; only this machine may be spoken to that way. */
const endpoint = z.string().refine(isSafeEndpoint, {
  error: 'must begin with https:// and be a valid URL (http:// is allowed only for this machine)',
});

function isSafeEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(?:\[::1\]|127(?:\.\d+){3}|localhost)$/u.test(hostname))
  );
}

const userIds = z
  .string()
  .transform(list => list.split(/[\s,]+/u).filter(part => part !== ''))
  .pipe(
    z.array(
      z.string().regex(/^[UW][A-Z0-9]{4,}$/u, {
        error:
          'must hold Slack user ids like U07ABCDE123, separated by commas (profile, three dots, Copy member ID)',
      }),
    ),
  );

/** Plain HTTP behind a proxy never needs a privileged port, and must not run as root to have one. */
const port = z
  .string()
  .refine(text => /^\d{4,5}$/u.test(text) && Number(text) >= 1_024 && Number(text) <= 65_535, {
    error: 'must be a port from 1024 to 65535; the proxy that Slack reaches on 443 forwards to it',
  })
  .transform(Number);

const prefix = 'SNAPKEEPER_';

const ours = {
  SNAPKEEPER_DB: z.string().default('data/snapkeeper.db'),
  SNAPKEEPER_CHANNEL: id(
    /^[CG][A-Z0-9]{4,}$/u,
    'give the id of the channel it reports to, like C07ABCDE123 (channel name, About, at the bottom)',
  ),
  SNAPKEEPER_ADMINS: userIds.optional(),
  SNAPKEEPER_APPROVERS: userIds.optional(),
  SNAPKEEPER_APPROVALS_CHANNEL: id(
    /^[CG][A-Z0-9]{4,}$/u,
    'give the id of the channel where approvers are asked, like C07ABCDE123',
  ).optional(),
  SNAPKEEPER_CONFIG: z.string().optional(),
  SNAPKEEPER_SNAPSHOTS_PER_HOUR: count(20),
  SNAPKEEPER_RUNNING_PER_SERVER: count(3),
  SNAPKEEPER_HOST: z
    .string()
    .refine(text => text === 'localhost' || isIP(text) !== 0, {
      error: 'must be an IP address of this machine, like 127.0.0.1, or 0.0.0.0 for all of them',
    })
    .default('127.0.0.1'),
  SNAPKEEPER_PORT: port.default(3000),
  SNAPKEEPER_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .default('info'),
};

const environment = z.object({
  SLACK_BOT_TOKEN: token('xoxb-', 'your Slack app, OAuth & Permissions, Bot User OAuth Token'),
  SLACK_API_URL: endpoint.optional(),
  AWS_REGION: id(/^[a-z]{2,}(-[a-z]+)+-\d+$/u, 'give the Region of your servers, like eu-west-1'),
  // The SDK reads these by itself; here they are only checked, and named at the start.
  AWS_ENDPOINT_URL: endpoint.optional(),
  AWS_ENDPOINT_URL_EC2: endpoint.optional(),
  AWS_ENDPOINT_URL_STS: endpoint.optional(),
  ...ours,
});

/** Each is asked for only where it is used. */
const overSocket = z.object({
  SLACK_APP_TOKEN: token(
    'xapp-',
    'your Slack app, Basic Information, App-Level Tokens (scope connections:write)',
  ),
});
const overHttp = z.object({
  // No token: somebody pasted into the wrong line. Too short: anybody could guess it, and sign as Slack.
  SLACK_SIGNING_SECRET: z.string().regex(/^(?!xox|xapp-)[\w-]{16,}$/u, {
    error: 'does not look like one: copy it from your Slack app, Basic Information, Signing Secret',
  }),
});

/** Read from the working directory when it is there and nothing else is named. */
const usualFile = 'snapkeeper.yaml';

/** The environment and the configuration file → Config. Throws StartRefused naming the first setting that is wrong, and the remedy. */
export function readConfig(env: Environment): Config {
  refuseUnknown(Object.keys(env));
  // An empty value in a .env file means that nobody filled it in.
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''));
  const read = parse(environment, filled);
  const path = read.SNAPKEEPER_CONFIG ?? (existsSync(usualFile) ? usualFile : null);
  const file = readConfigFile(path);
  const channel = read.SNAPKEEPER_CHANNEL as ChannelId;
  return {
    slack: {
      botToken: read.SLACK_BOT_TOKEN,
      delivery: readDelivery(filled, { host: read.SNAPKEEPER_HOST, port: read.SNAPKEEPER_PORT }),
      apiUrl: read.SLACK_API_URL ?? null,
      channel,
    },
    roles: readRoles(read, file),
    approvals: {
      required: file.approvals === 'required',
      channel: file.approvalsChannel ?? (read.SNAPKEEPER_APPROVALS_CHANNEL as ChannelId) ?? channel,
    },
    guards: file.guards,
    zone: file.zone,
    aws: {
      place: read.AWS_REGION as PlaceId,
      region: read.AWS_REGION,
      endpoint: read.AWS_ENDPOINT_URL ?? null,
    },
    database: read.SNAPKEEPER_DB,
    file: path,
    limits: {
      perPersonAndHour: read.SNAPKEEPER_SNAPSHOTS_PER_HOUR,
      runningPerServer: read.SNAPKEEPER_RUNNING_PER_SERVER,
    },
    logLevel: read.SNAPKEEPER_LOG,
  };
}

/** Without approvers of their own, the admins approve. */
function readRoles(read: z.output<typeof environment>, file: FileSettings): Roles {
  const admins = one('admins', file.admins, read.SNAPKEEPER_ADMINS) ?? nobody;
  return { admins, approvers: one('approvers', file.approvers, read.SNAPKEEPER_APPROVERS) ?? admins };
}

/** Two lists of who may do what would hide which one counts. */
function one(
  role: keyof Roles,
  inFile: RoleHolders | null,
  inEnvironment: readonly string[] | undefined,
): RoleHolders | null {
  if (inEnvironment === undefined) return inFile;
  if (inFile === null) return { users: inEnvironment as readonly UserId[], groups: [] };
  throw new StartRefused(
    `${prefix}${role.toUpperCase()} and the configuration file both say who the ${role} are. Keep one of them.`,
  );
}

function readDelivery(
  filled: Environment,
  address: { readonly host: string; readonly port: number },
): Config['slack']['delivery'] {
  if (filled['SLACK_SIGNING_SECRET'] === undefined) {
    return { kind: 'socket', appToken: parse(overSocket, filled).SLACK_APP_TOKEN };
  }
  return { kind: 'http', signingSecret: parse(overHttp, filled).SLACK_SIGNING_SECRET, ...address };
}

function parse<Schema extends z.ZodType>(schema: Schema, filled: Environment): z.output<Schema> {
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StartRefused(`${String(issue?.path[0])} ${sentence(issue?.message ?? 'is wrong')}`);
}

function sentence(message: string): string {
  const verb = /^(?:is|does|must|holds) /u.test(message) ? message : `is not right: ${message}`;
  return verb.endsWith('.') ? verb : `${verb}.`;
}

/** A misspelt setting would be silently without effect, which is worst for the ones that protect. */
function refuseUnknown(names: readonly string[]): void {
  const known = Object.keys(ours);
  const unknown = names.find(name => name.startsWith(prefix) && !known.includes(name));
  if (unknown === undefined) return;
  // The common beginning would make every setting look near.
  const [meant] = nearest(
    unknown.slice(prefix.length),
    known.map(name => name.slice(prefix.length)),
    1,
  );
  const remedy = meant === undefined ? `Known are ${known.join(', ')}` : `Did you mean ${prefix}${meant}?`;
  throw new StartRefused(`${unknown} is not a setting of Snapkeeper. ${remedy}`.replace(/([^?])$/u, '$1.'));
}

/** The process's environment, with what a `.env` file in the working directory adds to it. */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
