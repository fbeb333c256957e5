import { describe, expect, it, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { nobody } from '../../src/core/roles.ts';
import { StartRefused } from '../../src/core/start-refused.ts';

const needed = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SNAPKEEPER_CHANNEL: 'C07OPS00001',
  AWS_REGION: 'eu-west-1',
};

function refusal(env: Record<string, string | undefined>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof StartRefused) return error.message;
    throw error;
  }
  return 'it was not refused';
}

describe('readConfig', () => {
  test('needs four settings and has a default for the rest', () => {
    expect(readConfig({ ...needed, HOME: '/root', SNAPKEEPER_DB: '' })).toEqual({
      slack: {
        botToken: 'xoxb-1',
        delivery: { kind: 'socket', appToken: 'xapp-1' },
        apiUrl: null,
        channel: 'C07OPS00001',
      },
      roles: { admins: nobody, approvers: nobody },
      approvals: { required: true, channel: 'C07OPS00001' },
      guards: { count: 50, percent: 20 },
      zone: 'UTC',
      aws: { place: 'eu-west-1', region: 'eu-west-1', endpoint: null },
      database: 'data/snapkeeper.db',
      file: null,
      limits: { perPersonAndHour: 20, runningPerServer: 3 },
      logLevel: 'info',
    });
  });

  test('takes what is set', () => {
    const config = readConfig({
      ...needed,
      SNAPKEEPER_ADMINS: 'U07ALICE, W07BOB0 U07CAROL',
      SNAPKEEPER_DB: '/var/lib/s.db',
      SNAPKEEPER_SNAPSHOTS_PER_HOUR: '5',
      SNAPKEEPER_RUNNING_PER_SERVER: '1',
      SNAPKEEPER_LOG: 'debug',
    });
    expect(config.roles.admins.users).toEqual(['U07ALICE', 'W07BOB0', 'U07CAROL']);
    expect(config.limits).toEqual({ perPersonAndHour: 5, runningPerServer: 1 });
    expect([config.database, config.logLevel]).toEqual(['/var/lib/s.db', 'debug']);
  });

  const remedies: Record<string, RegExp> = {
    SLACK_BOT_TOKEN: /copy it from your Slack app, OAuth & Permissions/u,
    SLACK_APP_TOKEN: /copy it from your Slack app, Basic Information, App-Level Tokens/u,
    SNAPKEEPER_CHANNEL: /give the id of the channel .* like C07ABCDE123/u,
    AWS_REGION: /give the Region of your servers, like eu-west-1/u,
  };

  test.each(Object.keys(needed).flatMap(name => [undefined, '', '  '].map(value => [name, value] as const)))(
    '%s as %j is missing, and the message says where it comes from',
    (name, value) => {
      const message = refusal({ ...needed, [name]: value });
      expect(message).toMatch(new RegExp(`^${name} is missing: `, 'u'));
      expect(message).toMatch(remedies[name] ?? /^$/u);
    },
  );

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'does not begin with xoxb-: copy it from'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'does not begin with xapp-: copy it from'],
    ['SNAPKEEPER_CHANNEL', '#ops', 'is not right: give the id of the channel'],
    ['SNAPKEEPER_CHANNEL', 'U07ALICE', 'is not right: give the id of the channel'],
    ['AWS_REGION', 'Ireland', 'is not right: give the Region'],
    ['AWS_REGION', 'eu-west-1a', 'is not right: give the Region'],
    ['SNAPKEEPER_ADMINS', 'U07ALICE,bob', 'must hold Slack user ids like'],
    [
      'SNAPKEEPER_SNAPSHOTS_PER_HOUR',
      '0',
      'is not a whole number from 1 to 9999: correct it, or leave it out',
    ],
    ['SNAPKEEPER_RUNNING_PER_SERVER', '1.5', 'is not a whole number from 1 to 9999'],
    ['SNAPKEEPER_LOG', 'loud', 'must be debug, info, warn, error or silent'],
    ['SNAPKEEPER_CHANEL', 'C07OPS00001', 'is not a setting of Snapkeeper. Did you mean SNAPKEEPER_CHANNEL?'],
    ['SNAPKEEPER_ADMIN', '', 'is not a setting of Snapkeeper. Did you mean SNAPKEEPER_ADMINS?'],
    ['SNAPKEEPER_NIGHTLY_BACKUP_ACCOUNT', '1', 'is not a setting of Snapkeeper. Known are SNAPKEEPER_DB'],
  ])('%s=%s is refused by name, with the remedy', (name, value, expected) => {
    const message = refusal({ ...needed, [name]: value });
    expect(message).toContain(`${name} ${expected}`);
    expect(message).toMatch(/[^.][.?]$/u);
  });

  const loopback = ['http://127.0.0.1:4566', 'http://localhost:4566/', 'http://[::1]:4566'];
  test.each(['SLACK_API_URL', 'AWS_ENDPOINT_URL'])('%s may be plain http only for this machine', name => {
    for (const url of [...loopback, 'https://slack.example/api/']) {
      const { slack, aws } = readConfig({ ...needed, [name]: url });
      expect([slack.apiUrl, aws.endpoint]).toContain(url);
    }
    for (const url of [
      'http://slack.com/api/',
      'http://10.0.0.1:4566',
      'http://localhost.example',
      'http://localhost@example.com',
      'http://169.254.169.254',
    ]) {
      expect(refusal({ ...needed, [name]: url })).toContain(`${name} must begin with https://`);
    }
    expect(refusal({ ...needed, [name]: 'ftp://slack.com' })).toContain(`${name} must begin with https://`);
  });
});

it.each(['http://127.evil.com/', 'nonsense', 'ftp://127.0.0.1/', 'http://localhost.evil.com/'])(
  'refuses %s as an endpoint with one sentence',
  url => {
    expect(() => readConfig({ ...needed, SLACK_API_URL: url })).toThrow(
      /^SLACK_API_URL must begin with https:\/\//u,
    );
  },
);

describe('with SLACK_SIGNING_SECRET', () => {
  const secret = '8f742231b10e8888abcd9955ee1c85a5';
  const { SLACK_APP_TOKEN: _, ...withoutApp } = needed;

  test.each([
    ['no app token', withoutApp],
    ['an app token too', needed],
    ['something else in its place', { ...needed, SLACK_APP_TOKEN: 'none' }],
  ])('and %s, Slack sends requests', (_what, env) => {
    expect(readConfig({ ...env, SLACK_SIGNING_SECRET: secret }).slack.delivery).toEqual({
      kind: 'http',
      signingSecret: secret,
      host: '127.0.0.1',
      port: 3000,
    });
  });

  test('host and port can be chosen', () => {
    for (const host of ['0.0.0.0', '::1', 'localhost']) {
      const env = { ...withoutApp, SLACK_SIGNING_SECRET: secret, SNAPKEEPER_HOST: host };
      expect(readConfig({ ...env, SNAPKEEPER_PORT: '8080' }).slack.delivery).toMatchObject({
        host,
        port: 8080,
      });
    }
  });

  test('left empty, it is as if it were not there', () => {
    expect(readConfig({ ...needed, SLACK_SIGNING_SECRET: ' ' }).slack.delivery.kind).toBe('socket');
    expect(refusal({ ...withoutApp, SLACK_SIGNING_SECRET: '' })).toMatch(/^SLACK_APP_TOKEN is missing: /u);
  });

  test.each(['xoxb-1234-567890-abcdefgh', 'xapp-1234-567890-abcdefgh', 'short', `${secret} ${secret}`])(
    '%s is no such secret, and is not repeated',
    value => {
      const message = refusal({ ...withoutApp, SLACK_SIGNING_SECRET: value });
      expect(message).toMatch(/^SLACK_SIGNING_SECRET does not look like one: copy it from your Slack app/u);
      expect(message).not.toContain(value);
    },
  );

  test.each([
    ['SNAPKEEPER_PORT', '443', 'must be a port from 1024 to 65535; the proxy that Slack reaches on 443'],
    ['SNAPKEEPER_PORT', '0', 'must be a port from 1024 to 65535'],
    ['SNAPKEEPER_PORT', '65536', 'must be a port from 1024 to 65535'],
    ['SNAPKEEPER_PORT', '3e3', 'must be a port from 1024 to 65535'],
    ['SNAPKEEPER_HOST', 'snapkeeper.example.com', 'must be an IP address of this machine, like 127.0.0.1'],
  ])('%s=%s is refused by name, with the remedy', (name, value, expected) => {
    const message = refusal({ ...withoutApp, SLACK_SIGNING_SECRET: secret, [name]: value });
    expect(message).toContain(`${name} ${expected}`);
    expect(message).toMatch(/[^.]\.$/u);
  });
});
