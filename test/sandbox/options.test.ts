import { expect, it } from 'vitest';
import { readOptions } from '../../src/sandbox/options.ts';
import { realTokens } from '../../src/sandbox/real-tokens.ts';

it('opens the page when nothing is said', () => {
  expect(readOptions([])).toMatchObject({ mode: 'page', port: 4100, seed: 1, servers: undefined });
});

it.each([
  [['--tour'], { mode: 'tour' }],
  [['--no-bot', '--port', '0'], { mode: 'no-bot', port: 0 }],
  [['--replay', 'x.jsonl'], { mode: 'replay', replay: 'x.jsonl' }],
  [['--servers', '2000', '--seed', '7', '--record', 'y'], { servers: 2000, seed: 7, record: 'y' }],
  [['--help', '--tour'], { mode: 'help' }],
])('understands %s', (args, expected) => {
  expect(readOptions(args)).toMatchObject(expected);
});

it.each([
  [['--port', 'http'], '--port takes a whole number from 0 to 65535, not http.'],
  [['--servers', '0'], '--servers takes a whole number from 1 to 5000, not 0.'],
  [['--tour', '--no-bot'], '--tour and --no-bot do not go together.'],
  [['--turbo'], /Unknown option '--turbo'/u],
])('says what is wrong with %s', (args, sentence) => {
  expect(readOptions(args)).toEqual(
    typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  );
});

it('sees what looks like a token of a real workspace, under whatever name, and not its own', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1234567890-abcdef',
    OTHER: ' xapp-1-A012-345-abc',
    ROTATED: 'xoxe.xoxb-1-abc',
    SANDBOX: 'xoxb-sandbox-not-a-real-token',
    PATH: '/usr/bin:/xoxb-',
  };
  expect(realTokens(env)).toEqual(['SLACK_BOT_TOKEN', 'OTHER', 'ROTATED']);
});
