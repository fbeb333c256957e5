import { startCloud } from '../src/sandbox/ec2/cloud.ts';
import type { CloudReport, CloudStart, CloudWish } from './cloud-process.ts';
import { crowdServers } from './crowd.ts';

const { seed, policy } = JSON.parse(process.argv[2] ?? '') as CloudWish;
const cloud = await startCloud({ now: Date.now, seed, policy });

const start: CloudStart = { env: cloud.env, servers: crowdServers(cloud.region).map(({ name }) => name) };
process.send?.(start);
process.on('message', () => {
  const calls: Record<string, number> = {};
  for (const { action, outcome } of cloud.calls) {
    const answer = `${action} ${outcome}`;
    calls[answer] = (calls[answer] ?? 0) + 1;
  }
  const report: CloudReport = { calls, surprises: cloud.surprises.map(({ what }) => what) };
  process.send?.(report);
});
// Without its parent nobody would end it.
process.on('disconnect', () => process.exit());
