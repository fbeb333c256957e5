import { pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

// Slack tokens, capability URLs, socket tickets, trigger ids, AWS key ids: wherever in a line they turn up.
// Lines are scrubbed after formatting, so quotes and slashes may be escaped, and an `n` of `\n` may stand before.
const slash = String.raw`(?:\\*/)`;
const secrets = [
  /xox[a-z]-[\w-]+/gu,
  /xapp-[\w-]+/gu,
  /xoxe[.\w-]+/gu,
  new RegExp(
    String.raw`(https?:${slash}{2}[^\s"]*?${slash}(?:commands|actions|response|services)${slash})[^\s"]+`,
    'gu',
  ),
  /(ticket=)[^\s"&\\]+/gu,
  /(\\*"(?:trigger_id|response_url|token|client_secret|ticket)\\*"\s*:\s*\\*")[^"\\]+/gu,
  /\d{8,}\.\d{8,}\.[0-9a-f]{16,}/gu,
  /(?:AKIA|ASIA)[A-Z0-9]{12,}/gu,
] as const;

/** Replaces everything that gives access by `[secret]`, keeping what names it. */
export function scrub(line: string): string {
  return secrets.reduce((text, pattern) => text.replace(pattern, keepName), line);
}

function keepName(_match: string, name: unknown): string {
  return typeof name === 'string' ? `${name}[secret]` : '[secret]';
}

/** One JSON object a line on standard output; every line is scrubbed after it was formatted. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: scrub } });
}
