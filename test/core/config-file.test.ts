import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfigFile } from '../../src/config-file.ts';
import { readConfig } from '../../src/config.ts';
import { StartRefused } from '../../src/core/start-refused.ts';

const needed = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SNAPKEEPER_CHANNEL: 'C07OPS00001',
  AWS_REGION: 'eu-west-1',
};

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof StartRefused) return error.message;
    throw error;
  }
  return 'it was not refused';
}

const refused = (text: string): string => refusal(() => parseConfigFile(text, 'snapkeeper.yaml'));

describe('the configuration file', () => {
  test('may be empty, and then everything has its default', () => {
    expect(parseConfigFile('', 'x')).toEqual({
      admins: null,
      approvers: null,
      approvals: 'required',
      approvalsChannel: null,
      guards: { count: 50, percent: 20 },
      zone: 'UTC',
    });
    expect(parseConfigFile('roles: {}\nguards: {}\n', 'x')).toEqual(parseConfigFile('# nothing\n', 'x'));
  });

  test('says who holds which role, what approves and what asks first', () => {
    const text = [
      'roles:',
      '  admins: [U07BOB, S07OPS]',
      '  approvers:',
      '    - U07CAROL',
      'approvals: off',
      'approvalsChannel: C07APPROVE',
      'guards: {sets: 10, percent: 5}',
      'zone: Europe/Berlin',
    ].join('\n');
    expect(parseConfigFile(text, 'x')).toEqual({
      admins: { users: ['U07BOB'], groups: ['S07OPS'] },
      approvers: { users: ['U07CAROL'], groups: [] },
      approvals: 'off',
      approvalsChannel: 'C07APPROVE',
      guards: { count: 10, percent: 5 },
      zone: 'Europe/Berlin',
    });
  });

  test.each([
    ['rols: {}', 'snapkeeper.yaml, line 1: rols is not a setting. Did you mean roles?'],
    [
      'roles:\n  approver: [U07BOB]',
      'snapkeeper.yaml, line 2: roles.approver is not a setting. Did you mean approvers?',
    ],
    [
      'approvals: required\nbanana: 1',
      'snapkeeper.yaml, line 2: banana is not a setting. Known here: roles, approvals, approvalsChannel, guards, zone.',
    ],
    [
      'guards:\n  sets: 5\n  percent: 200',
      'snapkeeper.yaml, line 3: guards.percent must be a whole number from 1 to 100.',
    ],
    [
      'zone: Berlin',
      'snapkeeper.yaml, line 1: zone must be a time zone of the IANA database, like Europe/Berlin.',
    ],
    ['approvals: never', 'snapkeeper.yaml, line 1: approvals must be required or off.'],
    [
      'roles:\n  admins: []',
      'snapkeeper.yaml, line 2: roles.admins is an empty list: name somebody, or take the line out.',
    ],
    ['- a', 'snapkeeper.yaml, line 1: the file must hold settings, like approvals: required.'],
  ])('refuses %j and says where', (text, message) => {
    expect(refused(text)).toBe(message);
  });

  test('says which id is none', () => {
    expect(refused('roles:\n  admins: [U07BOB,\n    carol]')).toMatch(
      /^snapkeeper\.yaml, line 3: roles\.admins\.1 must be a Slack user id/u,
    );
  });

  test('is refused when it is not YAML, or would unfold into something large', () => {
    expect(refused('roles: [')).toMatch(/^snapkeeper\.yaml, line 1, is not YAML: /u);
    expect(refused('a: 1\na: 2')).toMatch(/^snapkeeper\.yaml, line 2, is not YAML: /u);
    expect(refused('roles: &all {}\nguards: *all')).toBe(
      'snapkeeper.yaml must not use YAML aliases (&name, *name).',
    );
  });
});

describe('the configuration file beside the environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-config-'));
  const path = join(folder, 'snapkeeper.yaml');
  const read = (text: string, env: Record<string, string> = {}) => {
    writeFileSync(path, text);
    return readConfig({ ...needed, SNAPKEEPER_CONFIG: path, ...env });
  };

  test('names it, and fills in what the environment leaves open', () => {
    const config = read('roles: {admins: [U07BOB, S07OPS]}');
    expect(config.file).toBe(path);
    expect(config.roles.admins).toEqual({ users: ['U07BOB'], groups: ['S07OPS'] });
    expect(config.roles.approvers).toEqual(config.roles.admins);
    expect(config.approvals).toEqual({ required: true, channel: 'C07OPS00001' });
  });

  test('approvers and their channel may come from either', () => {
    const env = { SNAPKEEPER_APPROVERS: 'U07CAROL', SNAPKEEPER_APPROVALS_CHANNEL: 'C07APPROVE' };
    const config = read('approvals: off', env);
    expect(config.roles.approvers.users).toEqual(['U07CAROL']);
    expect(config.approvals).toEqual({ required: false, channel: 'C07APPROVE' });
    expect(read('approvalsChannel: C07OTHER', env).approvals.channel).toBe('C07OTHER');
  });

  test('is refused when both say who holds a role', () => {
    expect(refusal(() => read('roles: {approvers: [U07BOB]}', { SNAPKEEPER_APPROVERS: 'U07CAROL' }))).toBe(
      'SNAPKEEPER_APPROVERS and the configuration file both say who the approvers are. Keep one of them.',
    );
  });

  test('is refused when it is named and not there', () => {
    expect(refusal(() => readConfig({ ...needed, SNAPKEEPER_CONFIG: join(folder, 'none.yaml') }))).toMatch(
      /^SNAPKEEPER_CONFIG names .*none\.yaml, which cannot be read \(ENOENT\)/u,
    );
  });
});
