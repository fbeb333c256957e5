import { createHmac } from 'node:crypto';
import { isValidSlackRequest } from '@slack/bolt';

const windowSeconds = 5 * 60;

/**
 * Whether a request claims to be signed more than five minutes from now. Slack wants timestamps refused that are
 * more than five minutes away; Bolt refuses only the old ones, so that a signed request of the future could be
 * replayed until then. https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * Bolt's own clock is asked, which is the wire's and not the product's: a time is more than one window ahead
 * exactly if a request that was signed two windows before it is not stale yet.
 */
export function isAheadOfTime(timestamp: string | string[] | undefined): boolean {
  const earlier = Number(timestamp) - 2 * windowSeconds - 1;
  const signingSecret = 'any: only the time is asked about';
  const hash = createHmac('sha256', signingSecret).update(`v0:${earlier}:`).digest('hex');
  return isValidSlackRequest({
    signingSecret,
    body: '',
    headers: { 'x-slack-signature': `v0=${hash}`, 'x-slack-request-timestamp': earlier },
  });
}
