import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { RegionSeed } from '../src/sandbox/ec2/seed.ts';

export type CloudWish = { readonly seed: RegionSeed; readonly policy: unknown };
export type CloudStart = {
  readonly env: Readonly<Record<string, string>>;
  /** Names of the Region's ordinary servers. */
  readonly servers: readonly string[];
};
export type CloudReport = {
  /** How often each action had each outcome, as `CreateSnapshots ok`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly surprises: readonly string[];
};

export type CloudProcess = CloudStart & {
  report(): Promise<CloudReport>;
  close(): Promise<void>;
};

/**
 * The simulated EC2 in a process of its own: its work on a thousand snapshots must not delay the simulated
 * Slack, which takes the time of each acknowledgement.
 */
export async function startCloudProcess(wish: CloudWish): Promise<CloudProcess> {
  const child = fork(new URL('cloud-entry.ts', import.meta.url), [JSON.stringify(wish)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const exit = once(child, 'exit');
  const message = async (): Promise<unknown> => {
    const ended = exit.then(() => {
      throw new Error('the simulated EC2 ended by itself');
    });
    const [value] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return value;
  };
  const start = (await message()) as CloudStart;
  return {
    ...start,
    async report() {
      const answer = message();
      child.send('report');
      return (await answer) as CloudReport;
    },
    async close() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
