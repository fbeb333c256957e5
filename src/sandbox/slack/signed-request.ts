import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { PayloadType } from './delivery.ts';
import type { Json } from './validate/schema.ts';

/** Where the app listens, and the secret that Slack and the app share. */
export interface HttpTarget {
  readonly url: string;
  readonly signingSecret: string;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'unreachable' };

/** https://docs.slack.dev/authentication/verifying-requests-from-slack; `at` is wire time, epoch milliseconds. */
export function signRequest(
  type: PayloadType,
  payload: Json,
  secret: string,
  at: number = Date.now(),
): SignedRequest {
  const body = encode(type, payload);
  const timestamp = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    headers: {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      // To the letter: clients compare the form's type with ===, so a charset behind it would break them.
      'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    },
    body,
  };
}

// Commands are flat forms, interactions a form with one field of JSON, events JSON.
function encode(type: PayloadType, payload: Json): string {
  if (type === 'events_api') return JSON.stringify(payload);
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** One POST on a connection of its own, and no waiting beyond the limit. */
export function post(url: string, { headers, body }: SignedRequest, limitMs: number): Promise<HttpAnswer> {
  return new Promise(resolve => {
    const signal = AbortSignal.timeout(limitMs);
    const fail = () => resolve({ kind: signal.aborted ? 'late' : 'unreachable' });
    const length = String(Buffer.byteLength(body));
    request(
      url,
      { method: 'POST', agent: false, signal, headers: { ...headers, 'content-length': length } },
      answer => {
        const { statusCode: status = 0 } = answer;
        text(answer).then(given => resolve({ kind: 'answer', status, body: given }), fail);
      },
    )
      .on('error', fail)
      .end(body);
  });
}
