import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { removeDatabase } from '../stage/lose-database.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';
import { isOf, sweep } from './cut-everywhere.ts';
import { createCutStage } from './cut-points.ts';

type Rows = { readonly servers: readonly string[]; readonly snapshots: readonly string[] };

/** EC2 forgets terminated servers by itself after a while, so they are left out. */
function inDatabase({ database }: Stage): Rows {
  const file = new Database(database, { readonly: true });
  const ids = (rest: string): readonly string[] =>
    file.prepare<[], string>(`SELECT id FROM ${rest} ORDER BY id`).pluck().all();
  const alive = "servers WHERE json_extract(facts, '$.state') <> 'terminated'";
  const rows = { servers: ids(alive), snapshots: ids('snapshots') };
  file.close();
  return rows;
}

function inEc2({ cloud: { region, accountId } }: Stage): Rows {
  const own = [...region.snapshots.values()].filter(({ ownerId }) => ownerId === accountId);
  const alive = [...region.instances.values()].filter(({ states }) => states.at(-1)?.name !== 'terminated');
  return { servers: alive.map(({ id }) => id).toSorted(), snapshots: own.map(({ id }) => id).toSorted() };
}

/** EC2 answers at most a thousand at once: these need a second page. */
function growBeyondOnePage({ cloud: { region, accountId } }: Stage): void {
  const [any] = [...region.snapshots.values()].filter(({ ownerId }) => ownerId === accountId);
  if (any === undefined) throw new Error('the Region has no snapshot');
  for (let index = 0; index < 1_100; index += 1) {
    const id = `snap-${index.toString(16).padStart(17, '0')}`;
    region.snapshots.set(id, { ...any, id });
  }
}

it.each(['before', 'after'] as const)(
  'knows all of EC2 at the next start when the power is cut %s any commit of the first reads',
  async side => {
    const world = await createCutStage();
    const { stage, books } = world;
    const { cuts, broken } = await sweep(world, {
      async prepare() {
        const before = books();
        await stage.stop();
        removeDatabase(stage.database);
        return before;
      },
      run: () => stage.start(),
      isWanted: isOf('the database'),
      side,
      broken: () => {
        const [known, real] = [inDatabase(stage), inEc2(stage)];
        return JSON.stringify(known) === JSON.stringify(real) ? [] : ['the inventory is not what EC2 has'];
      },
    });
    expect(broken).toEqual([]);
    expect(cuts).toEqual(expect.arrayContaining(['commit of servers', 'commit of snapshots']));
  },
  180_000,
);

it.each([
  ['the list of servers', 'DescribeInstances', 1],
  ['the volumes of the servers', 'DescribeVolumes', 1],
  ['the list of snapshots', 'DescribeSnapshots', 1],
  ['the second page of the snapshots', 'DescribeSnapshots', 2],
])('takes nothing away when %s cannot be read, and reads again', async (_what, action, nth) => {
  const stage = await createStage();
  growBeyondOnePage(stage);
  await stage.pass(hours(7));
  const before = inDatabase(stage);
  expect(before).toEqual(inEc2(stage));

  const [server = ''] = before.servers;
  const [snapshot = ''] = before.snapshots;
  stage.cloud.region.instances.delete(server);
  stage.cloud.region.snapshots.delete(snapshot);
  let calls = 0;
  stage.cloud.mishap = call => {
    if (call.action !== action) return undefined;
    calls += 1;
    return calls % nth === 0 ? { error: { code: 'Unavailable', status: 503 } } : undefined;
  };
  await stage.pass(hours(7));
  expect(calls).toBeGreaterThan(1);
  expect(inDatabase(stage).snapshots).toContain(snapshot);
  if (action !== 'DescribeSnapshots') expect(inDatabase(stage)).toEqual(before);

  stage.cloud.mishap = undefined;
  await stage.pass(hours(7));
  expect(inDatabase(stage)).toEqual(inEc2(stage));
});

it('adopts nothing and misses nothing by a read that broke off', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(40));
  growBeyondOnePage(stage);
  await stage.stop();
  removeDatabase(stage.database);
  let calls = 0;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'DescribeSnapshots') return undefined;
    calls += 1;
    return calls === 2 ? { drop: true } : undefined;
  };
  const cards = stage.cards().length;
  await stage.start();
  await stage.pass(minutes(1));
  expect(calls).toBe(2);
  expect(stage.cards()).toHaveLength(cards);
  await stage.pass(hours(2));
  expect(stage.cards()).toHaveLength(cards + 1);
  expect(stage.card()).toContain('1 set found in AWS · to be confirmed');
});
