import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { STSServiceException } from '@aws-sdk/client-sts';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { faultOf, outcomeOf } from '../../src/aws/fault.ts';
import { slackFault, slackOutcome } from '../../src/slack/web.ts';

const socket = (code: string): Error => Object.assign(new Error(`socket: ${code}`), { code });
/** As fetch throws them: the socket's error is the cause. */
const fetchFailed = (code: string): Error => new TypeError('fetch failed', { cause: socket(code) });
const named = (name: string): Error => Object.assign(new Error('no'), { name });

const platform = (error: string, messages: string[] = []) =>
  new WebAPIPlatformError({ ok: false, error, response_metadata: { messages } });

function ec2(name: string, httpStatusCode: number, message = 'no'): EC2ServiceException {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return new EC2ServiceException({ name, $fault, message, $metadata: { httpStatusCode } });
}

const sts = new STSServiceException({
  name: 'InvalidClientTokenId',
  $fault: 'client',
  message: 'The security token included in the request is invalid.',
  $metadata: { httpStatusCode: 403 },
});

describe('faults as values', () => {
  test.each<[string, unknown, object]>([
    [
      'a rate limit',
      new WebAPIRateLimitedError(30),
      { kind: 'later', retryAfterMs: 30_000, limited: true, reason: 'rate limit' },
    ],
    [
      'a rate limit in the answer',
      platform('ratelimited'),
      { kind: 'later', retryAfterMs: 30_000, limited: true, reason: 'ratelimited' },
    ],
    [
      'a no',
      platform('invalid_blocks', ['a', 'b']),
      { kind: 'refused', code: 'invalid_blocks', detail: 'a b' },
    ],
    [
      'a no without details',
      platform('not_in_channel'),
      { kind: 'refused', code: 'not_in_channel', detail: '' },
    ],
    ["Slack's own trouble", platform('internal_error'), { kind: 'unknown', reason: 'internal_error' }],
    ['a 503', new WebAPIHTTPError(503, 'Unavailable', {}), { kind: 'unknown', reason: 'HTTP 503' }],
    [
      'a name not found',
      new WebAPIRequestError(socket('ENOTFOUND')),
      { kind: 'later', retryAfterMs: 5_000, limited: false, reason: 'ENOTFOUND' },
    ],
    [
      'a refused connection',
      new WebAPIRequestError(fetchFailed('ECONNREFUSED')),
      { kind: 'later', retryAfterMs: 5_000, limited: false, reason: 'ECONNREFUSED' },
    ],
    ['a reset', new WebAPIRequestError(fetchFailed('ECONNRESET')), { kind: 'unknown', reason: 'ECONNRESET' }],
    [
      'a timeout',
      new WebAPIRequestError(named('TimeoutError')),
      { kind: 'unknown', reason: expect.any(String) },
    ],
    ['a bug', new TypeError('x is undefined'), { kind: 'unknown', reason: 'x is undefined' }],
    ['something thrown', 'text', { kind: 'unknown', reason: 'text' }],
  ])('of Slack: %s', (_, error, fault) => {
    expect(slackFault(error)).toEqual(fault);
  });

  test.each<[string, unknown, object]>([
    [
      'throttling as a 503',
      ec2('RequestLimitExceeded', 503),
      { kind: 'throttled', code: 'RequestLimitExceeded' },
    ],
    [
      'too soon after the last one',
      ec2('SnapshotCreationPerVolumeRateExceeded', 400),
      { kind: 'throttled', code: 'SnapshotCreationPerVolumeRateExceeded' },
    ],
    ['a 429', ec2('Whatever', 429), { kind: 'throttled', code: 'Whatever' }],
    [
      'a no',
      ec2('SnapshotLimitExceeded', 400, 'full'),
      { kind: 'refused', code: 'SnapshotLimitExceeded', message: 'full' },
    ],
    [
      'a missing right',
      ec2('UnauthorizedOperation', 403, 'no'),
      { kind: 'refused', code: 'UnauthorizedOperation', message: 'no' },
    ],
    [
      'too many in progress, which waiting a little does not help',
      ec2('ConcurrentSnapshotLimitExceeded', 400),
      { kind: 'refused', code: 'ConcurrentSnapshotLimitExceeded', message: 'no' },
    ],
    ['a 500', ec2('InternalError', 500), { kind: 'unknown', reason: 'InternalError (500)' }],
    [
      'a 503 that is no throttling',
      ec2('Unavailable', 503),
      { kind: 'unknown', reason: 'Unavailable (503)' },
    ],
    ['a no of STS', sts, { kind: 'refused', code: 'InvalidClientTokenId', message: sts.message }],
    [
      'no credentials',
      named('CredentialsProviderError'),
      { kind: 'refused', code: 'CredentialsMissing', message: 'no' },
    ],
    ['a name not found', socket('ENOTFOUND'), { kind: 'unreachable', reason: 'ENOTFOUND' }],
    [
      'a refused connection',
      new Error('wrapped', { cause: socket('ECONNREFUSED') }),
      { kind: 'unreachable', reason: 'ECONNREFUSED' },
    ],
    ['no route', socket('ENETUNREACH'), { kind: 'unreachable', reason: 'ENETUNREACH' }],
    ['a reset', socket('ECONNRESET'), { kind: 'unknown', reason: 'ECONNRESET' }],
    ['a broken pipe', socket('EPIPE'), { kind: 'unknown', reason: 'EPIPE' }],
    ['a timeout', named('TimeoutError'), { kind: 'unknown', reason: 'TimeoutError' }],
    ['an answer that could not be read', new SyntaxError('XML'), { kind: 'unknown', reason: 'SyntaxError' }],
    ['something thrown', 'text', { kind: 'unknown', reason: 'text' }],
  ])('of EC2: %s', (_, error, fault) => {
    expect(faultOf(error)).toEqual(fault);
  });

  test('neither edge throws, and an answer is passed on', async () => {
    const broken = () => Promise.reject(new Error('x'));
    expect(await slackOutcome(async () => 1)).toEqual({ kind: 'ok', value: 1 });
    expect(await outcomeOf(async () => 1)).toEqual({ kind: 'ok', value: 1 });
    expect(await slackOutcome(broken)).toMatchObject({ kind: 'fault' });
    expect(await outcomeOf(broken)).toMatchObject({ kind: 'fault' });
  });
});
