import { pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

// Slack tokens, capability URLs, socket tickets, trigger ids, AWS key ids: wherever in a line they turn up.
const secrets = [
  /\bxox[a-z]-[\w-]+/gu,
  /\bxapp-[\w-]+/gu,
  /\bxoxe[.\w-]*/gu,
  /(https?:\/\/[^\s"\\]*\/(?:commands|actions|response|services)\/)[^\s"\\]+/gu,
  /\b(ticket=)[^\s"&\\]+/gu,
  /("(?:trigger_id|response_url|token|client_secret|ticket)":")[^"]+/gu,
  /\b\d{8,}\.\d{8,}\.[0-9a-f]{16,}\b/gu,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/gu,
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
