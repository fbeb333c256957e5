import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { scrub } from '../../src/log.ts';

// Made up, in the shapes that Slack and AWS give them. Put together here so that no scanner takes them for real.
const secrets = [
  ['a bot token', ['xoxb', '17653672481', '19874698323', 'pdFZKVeTuE8sk7oOcBrzbqgy'].join('-')],
  ['a user token', ['xoxp', '17653672481', 'abc'].join('-')],
  ['an app token', ['xapp', '1', 'A07SNAP', '5551', '0f3b9ae8e1c5'].join('-')],
  ['a rotated token', `xoxe.${['xoxb', '1', 'Mi0yLTE3'].join('-')}`],
  ['a refresh token', ['xoxe', '1', 'My0xLTE3'].join('-')],
  ['a trigger id', ['13345224609', '738474920', '8088930838d88f008e0'].join('.')],
  ['an AWS key id', ['AKIA', 'IOSFODNN7EXAMPLE'].join('')],
  ['a temporary AWS key id', ['ASIA', 'IOSFODNN7EXAMPLE'].join('')],
] as const;

const urls = [
  ['a command', 'https://hooks.slack.com/commands/T07HOME/123456/', 'pV9Yq2'],
  ['an action', 'https://hooks.slack.com/actions/T07HOME/123456/', 'aB3xZ7'],
  ['a webhook', 'https://hooks.slack.com/services/T07HOME/B07HOOK/', 'XyZw12'],
] as const;

describe('scrub', () => {
  const before = fc.constantFrom('', ' ', '"', "'", ':', '=', '/', '(', '{"token":"', 'Bearer ', '\n');
  const after = fc.constantFrom('', ' ', '"', "'", ',', '&', ')', '"}', '\n');

  test.each(secrets)('takes out %s wherever it stands', (_, secret) => {
    fc.assert(
      fc.property(fc.string(), before, after, fc.string(), (start, left, right, end) => {
        const text = `${start} ${left}${secret}${right} ${end}`;
        const tail = secret.split(/[.-]/u).at(-1) ?? secret;
        expect(scrub(text)).not.toContain(tail);
        expect(scrub(text)).toContain('[secret]');
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test.each(secrets)('takes out %s at both ends, twice, and in JSON', (_, secret) => {
    for (const text of [
      secret,
      `${secret} and ${secret}`,
      JSON.stringify({ error: `not allowed: ${secret}` }),
    ]) {
      expect(scrub(text)).not.toContain(secret);
      expect(scrub(text)).not.toContain(secret.slice(-8));
    }
  });

  test.each(urls)('takes the secret part out of the response URL of %s', (_, base, last) => {
    const shown = scrub(JSON.stringify({ url: `${base}${last}`, text: 'hello' }));
    expect(shown).not.toContain(last);
    expect(JSON.parse(shown)).toEqual({ url: expect.stringContaining('[secret]'), text: 'hello' });
  });

  test.each([
    [
      'wss://wss-primary.slack.com/link/?ticket=0a1b-2c3d&app_id=5e6f',
      'wss://wss-primary.slack.com/link/?ticket=[secret]&app_id=5e6f',
    ],
    ['{"trigger_id":"short","user":"U1"}', '{"trigger_id":"[secret]","user":"U1"}'],
    ['{"response_url":"http://127.0.0.1:1/x"}', '{"response_url":"[secret]"}'],
    ['{"token":"anything at all"}', '{"token":"[secret]"}'],
  ])('keeps the name beside the secret: %s', (line, expected) => {
    expect(scrub(line)).toBe(expected);
  });

  test.each([
    '{"level":30,"time":"2026-11-23T12:00:00.000Z","msg":"operation ended","operation":"o-22222222"}',
    'snapshot of prod-web in ASIA, 1763899200.000100, snap-0a00000000000001',
    'https://slack.com/api/chat.postMessage answered 200',
    'SLACK_BOT_TOKEN does not begin with xoxb',
    '10.0.0.1 1.2.3 12345678.1234',
  ])('leaves ordinary text as it is: %s', line => {
    expect(scrub(line)).toBe(line);
  });
});

it.each([
  '{"m":"bad\\nxoxb-1-2"}',
  '{"m":"\\tAKIAIOSFODNN7EXAMPLE"}',
  'Bearer%20xoxb-1-2',
  String.raw`{"m":"{\"response_url\":\"https:\\/\\/hooks.slack.com\\/commands\\/T1\\/2\\/secretsecret\"}"}`,
  '{"trigger_id": "1234567890.1234567890.abcdefabcdefabcdef"}',
  'x1234567890.1234567890.abcdefabcdefabcdefz',
])('finds a secret in %s also where the line is escaped', line => {
  const scrubbed = scrub(line);
  expect(scrubbed).toContain('[secret]');
  expect(scrubbed).not.toMatch(/xoxb-1|IOSFODNN7|secretsecret|abcdefabcdef/u);
});
