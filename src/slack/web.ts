import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import type { Logger } from '@slack/web-api';
import type { Log } from '../log.ts';

/**
 * `refused`: Slack said no. `later`: nothing was done; `limited` when that was too many calls of this method,
 * else Slack was not reached. `unknown`: it may have been done, the reply is lost.
 */
export type SlackFault =
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | {
      readonly kind: 'later';
      readonly retryAfterMs: number;
      readonly limited: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export type SlackOutcome<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: SlackFault };

/** Slack's own troubles, answered as if they were the caller's. */
const troubles = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'update_failed',
  'external_channel_migrating',
]);

const neverSent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const retryUnreached = 5_000;
/** When Slack does not say how long: its windows are of a minute. */
const retryLimited = 30_000;

/** A client that never retries by itself: a post whose reply was lost would be made twice. */
export function createWebClient(token: string, apiUrl: string | null, log: Log): WebClient {
  return new WebClient(token, {
    ...clientOptions(apiUrl),
    rejectRateLimitedCalls: true,
    logger: quietLogger(log),
  });
}

export function clientOptions(apiUrl: string | null) {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    retryConfig: { retries: 0 },
    timeout: 10_000,
  };
}

/** Slack's libraries write tokens, tickets and response URLs at their debug level: that level is never passed on. */
export function quietLogger(log: Log): Logger {
  const text = (parts: readonly unknown[]): string =>
    parts.map(part => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug() {},
    info: (...parts) => log.debug({ from: 'slack' }, text(parts)),
    warn: (...parts) => log.debug({ from: 'slack' }, text(parts)),
    error: (...parts) => log.debug({ from: 'slack' }, text(parts)),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}

/** Makes one Web API call and turns whatever comes of it into a value. */
export async function slackOutcome<Value>(call: () => Promise<Value>): Promise<SlackOutcome<Value>> {
  try {
    return { kind: 'ok', value: await call() };
  } catch (error) {
    return { kind: 'fault', fault: slackFault(error) };
  }
}

export function slackFault(error: unknown): SlackFault {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'later', retryAfterMs: error.retryAfter * 1_000, limited: true, reason: 'rate limit' };
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited') {
      return { kind: 'later', retryAfterMs: retryLimited, limited: true, reason: code };
    }
    if (troubles.has(code)) return { kind: 'unknown', reason: code };
    return { kind: 'refused', code, detail: (error.data.response_metadata?.messages ?? []).join(' ') };
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', reason: `HTTP ${error.statusCode}` };
  if (error instanceof WebAPIRequestError) {
    const code = errorCode(error.original);
    if (neverSent.has(code)) {
      return { kind: 'later', retryAfterMs: retryUnreached, limited: false, reason: code };
    }
    return { kind: 'unknown', reason: code === '' ? error.message : code };
  }
  return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}

function errorCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? errorCode(error.cause) : '';
}
