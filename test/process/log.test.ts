import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const log = new URL('../../src/log.ts', import.meta.url).href;
// Put together here so that no scanner takes it for a real one.
const token = ['xoxb', '17653672481', '19874698323', 'pdFZKVeTuE8sk7oOcBrzbqgy'].join('-');

it.each(['debug', 'info', 'warn', 'error'])('writes no token at the level %s, and everything else', level => {
  const script = `
    import { createLog } from '${log}';
    createLog('debug').${level}({ stack: 'at ${token}', deep: [{ token: '${token}' }] }, 'refused with ${token}');
  `;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).not.toContain(token);
  expect(JSON.parse(stdout)).toMatchObject({ stack: 'at [secret]', msg: 'refused with [secret]' });
});
