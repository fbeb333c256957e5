import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { STSServiceException } from '@aws-sdk/client-sts';
import type { CloudFault, Outcome } from '../ports.ts';

/** Codes by which EC2 says that the account asks too often; nothing was done. */
const sharedThrottling = new Set([
  'RequestLimitExceeded',
  'EC2ThrottledException',
  'Throttling',
  'ThrottlingException',
  'RequestThrottled',
  'SlowDown',
]);
/** Codes by which EC2 asks to come back later with this one call; others may go on. */
const ownThrottling = new Set([
  'PriorRequestNotComplete',
  'SnapshotCreationPerVolumeRateExceeded',
  'ConcurrentTagAccess',
]);

/** Errors of the socket before a request was written: the call surely had no effect. */
const neverSent = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Our own token bucket was empty: the call was not made. */
export class HeldBack extends Error {
  /** In how many ms there will be a token, if one will do. */
  readonly retryAfterMs: number | undefined;

  constructor(action: string, retryAfterMs?: number) {
    super(`${action} was held back`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Makes one SDK call and turns whatever comes of it into a value. */
export async function outcomeOf<Value>(call: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { kind: 'ok', value: await call() };
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error) };
  }
}

export function faultOf(error: unknown): CloudFault {
  if (error instanceof HeldBack) {
    const { retryAfterMs } = error;
    return {
      kind: 'throttled',
      code: 'LocalBucketEmpty',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  if (error instanceof EC2ServiceException || error instanceof STSServiceException)
    return serviceFault(error);
  if (!(error instanceof Error)) return { kind: 'unknown', reason: String(error) };
  // Raised before anything is signed or sent.
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return { kind: 'refused', code: 'CredentialsMissing', message: error.message };
  }
  const code = errorCode(error);
  if (neverSent.has(code)) return { kind: 'unreachable', reason: code };
  // The SDK names a connection reset and a missing answer alike; either may have come after the effect.
  return { kind: 'unknown', reason: code === '' ? error.name : code };
}

/** EC2 has no token left for the account although we kept to our share: somebody else uses it too. */
export function isSharedThrottling(error: unknown): boolean {
  if (!(error instanceof EC2ServiceException || error instanceof STSServiceException)) return false;
  return sharedThrottling.has(error.name) || error.$metadata.httpStatusCode === 429;
}

function serviceFault(error: EC2ServiceException | STSServiceException): CloudFault {
  const status = error.$metadata.httpStatusCode ?? 0;
  if (isSharedThrottling(error) || ownThrottling.has(error.name)) {
    return { kind: 'throttled', code: error.name };
  }
  if (status >= 500) return { kind: 'unknown', reason: `${error.name} (${status})` };
  return { kind: 'refused', code: error.name, message: error.message };
}

function errorCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? errorCode(error.cause) : '';
}
