import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedSlack } from '../src/sandbox/slack/slack.ts';
import { startSlack } from '../src/sandbox/slack/slack.ts';
import type { CloudReport } from './cloud-process.ts';
import { startCloudProcess } from './cloud-process.ts';
import { busyWorkspace } from './crowd.ts';

export const manifest = (name: 'manifest.json' | 'iam-policy.json'): unknown =>
  JSON.parse(readFileSync(new URL(`../manifest/${name}`, import.meta.url), 'utf8'));

/** The number that every random choice of the simulated Region follows from. */
export const seed = 1;

/** What the production program needs so that its own limits are not what is measured. */
const unlimited = {
  SNAPKEEPER_SNAPSHOTS_PER_HOUR: '9999',
  SNAPKEEPER_RUNNING_PER_SERVER: '9999',
} as const;

export type Outside = {
  readonly slack: SimulatedSlack;
  readonly env: Readonly<Record<string, string>>;
  /** Names of servers that can be snapshotted. */
  readonly servers: readonly string[];
  cloud(): Promise<CloudReport>;
  /** A new empty folder, gone when this is closed. */
  folder(): string;
  /** Throws when the simulated services saw what no correct program does. */
  expectNoSurprises(): Promise<void>;
  close(): Promise<void>;
};

/** The simulated Slack in this process and the simulated EC2 beside it, in real time. */
export async function openOutside(servers: number): Promise<Outside> {
  const cloud = await startCloudProcess({
    seed: { number: seed, servers },
    policy: manifest('iam-policy.json'),
  });
  const slack = await startSlack({ manifest: manifest('manifest.json'), now: Date.now, seed: busyWorkspace });
  const folders: string[] = [];
  return {
    slack,
    env: { ...slack.env, ...cloud.env, ...settings(slack) },
    servers: cloud.servers,
    cloud: () => cloud.report(),
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-bench-'));
      folders.push(folder);
      return folder;
    },
    async expectNoSurprises() {
      const { surprises } = await cloud.report();
      refuseSurprises([...slack.surprises.map(({ what }) => what), ...surprises]);
    },
    async close() {
      await slack.close();
      await cloud.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function settings(slack: SimulatedSlack): Readonly<Record<string, string>> {
  return {
    SNAPKEEPER_CHANNEL: slack.channels['team1']?.id ?? '',
    SNAPKEEPER_ADMINS: slack.people['person01']?.id ?? '',
    ...unlimited,
  };
}

/** A figure of a run in which something went wrong would say nothing. */
export function refuseSurprises(surprises: readonly string[]): void {
  if (surprises.length === 0) return;
  throw new Error(`${surprises.length} surprises, the first of them:\n${surprises.slice(0, 5).join('\n')}`);
}
