import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Ack, Delivery, Failure, Retry } from './delivery.ts';
import type { Envelope, Journal } from './journal.ts';
import { type HttpTarget, post, signRequest } from './signed-request.ts';
import { isJson, type Json } from './validate/schema.ts';

/** Delivers by signed requests: the answer to the request is the acknowledgement. */
export function createHttpDelivery(options: {
  journal: Journal;
  ackMs: number;
  now: () => number;
  target: HttpTarget;
}): Delivery {
  const { journal, ackMs, now, target } = options;

  function fail(envelope: Envelope, why: Failure, slip?: string): Ack {
    envelope.outcome = why;
    if (slip !== undefined) journal.surprise(slip);
    return { ok: false, why };
  }

  return {
    send: async (type, payload, retry) => {
      const envelope: Envelope = { id: randomUUID(), type, payload, at: now(), outcome: 'waiting' };
      journal.envelopes.push(envelope);
      const sentAt = performance.now();
      const request = signRequest(type, payload, target.signingSecret);
      const headers = { ...request.headers, ...retryHeaders(retry) };
      const answer = await post(target.url, { ...request, headers }, ackMs);
      // Nobody listens, or the app was stopped before it answered: no fault of its own.
      if (answer.kind === 'unreachable') return fail(envelope, 'dispatch_failed');
      if (answer.kind === 'late')
        return fail(envelope, 'operation_timeout', `no acknowledgement of ${type} within ${ackMs} ms`);
      const { status, body } = answer;
      if (status < 200 || status > 299) {
        const why = status < 500 ? 'http_client_error' : 'http_service_error';
        return fail(envelope, why, `${type} was answered with HTTP ${status}`);
      }
      const ms = performance.now() - sentAt;
      const ack = readAck(body);
      Object.assign(envelope, { outcome: 'acked', ackMs: ms, ack });
      return { ok: true, ms, payload: ack };
    },
  };
}

function retryHeaders(retry: Retry | undefined): Record<string, string> {
  if (retry === undefined || retry.attempt === 0) return {};
  const reason = retry.reason === 'timeout' ? 'http_timeout' : retry.reason;
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': reason };
}

// A body that is no JSON object is the text of the answer.
function readAck(body: string): Json {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return isJson(parsed) ? parsed : { text: body };
  } catch {
    return { text: body };
  }
}
