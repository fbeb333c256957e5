import { payloadType } from './delivery.ts';
import type { Journal } from './journal.ts';
import { type HttpAnswer, type HttpTarget, post, type SignedRequest, signRequest } from './signed-request.ts';
import type { Json } from './validate/schema.ts';

/** What is wrong with a request that does not come from Slack, or not now. */
export type Forgery = 'unsigned' | 'wrong_secret' | 'tampered' | 'old_timestamp' | 'future_timestamp';

// Slack tells apps to distrust timestamps more than five minutes away.
const tooFarMs = 5 * 60_000 + 5000;

/**
 * Sends a payload to the app as an attacker would, and answers what the app said. To accept it is a surprise; only a
 * timestamp from the future may pass, since nobody without the secret can sign one, and Bolt lets it.
 */
export async function forgeRequest(
  target: HttpTarget,
  payload: Json,
  forgery: Forgery,
  { journal, ackMs }: { journal: Journal; ackMs: number },
): Promise<HttpAnswer> {
  const answer = await post(target.url, forged(target.signingSecret, payload, forgery), ackMs);
  const accepted = answer.kind === 'answer' && answer.status < 300;
  if (accepted && forgery !== 'future_timestamp')
    journal.surprise(`a forged request was accepted: ${forgery}`);
  return answer;
}

function forged(secret: string, payload: Json, forgery: Forgery): SignedRequest {
  const sign = (by: string, at = Date.now()) => signRequest(payloadType(payload), payload, by, at);
  const genuine = sign(secret);
  switch (forgery) {
    case 'unsigned': {
      const { 'x-slack-signature': _signature, ...headers } = genuine.headers;
      return { ...genuine, headers };
    }
    case 'wrong_secret':
      return sign(`not ${secret}`);
    case 'tampered': {
      // Another person's id, wherever ids stand, and still as long: nothing but the signature can tell.
      const body = genuine.body.replaceAll(/U07[A-Z0-9]{8}/g, 'U07MALLORY0');
      if (body === genuine.body) throw new Error('that payload names nobody whose id could be replaced');
      return { ...genuine, body };
    }
    case 'old_timestamp':
      return sign(secret, Date.now() - tooFarMs);
    case 'future_timestamp':
      return sign(secret, Date.now() + tooFarMs);
  }
}
