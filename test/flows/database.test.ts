import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { Stage } from '../stage/stage.ts';
import { createStage, minutes, seconds } from '../stage/stage.ts';

/** Another program begins to write and does not finish until it is told to. */
function holdDatabase({ database }: Stage): { letGo(): void } {
  const other = new Database(database);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  return { letGo: () => void other.exec('ROLLBACK') };
}

it('says that nothing was done while another program holds the database, and works when it has let go', async () => {
  const stage = await createStage();
  stage.expectSurprises(/another program holds it/u);
  const other = holdDatabase(stage);
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toMatch(
    /Another program is holding the database of Snapkeeper, so nothing was done\. Please try again in a minute/u,
  );
  await stage.pass(seconds(10));
  other.letGo();
  await stage.pass(minutes(5));
  expect(stage.taken()).toEqual([]);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.card()).toContain('· complete');
});

it('adopts the set when the database was held just as AWS answered', async () => {
  const stage = await createStage();
  stage.expectSurprises(/another program holds it/u);
  let other = { letGo() {} };
  stage.cloud.mishap = ({ action }) => {
    if (action === 'CreateSnapshots') other = holdDatabase(stage);
    return undefined;
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(stage.taken()).toHaveLength(2);
  stage.cloud.mishap = undefined;
  await stage.pass(seconds(10));
  other.letGo();
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('· complete');
});

it('does nothing more in AWS once a later process has taken the database over', async () => {
  const stage = await createStage();
  stage.expectSurprises(/another Snapkeeper has taken over this database/u);
  const later = new Database(stage.database);
  onTestFinished(() => void later.close());
  later.exec("UPDATE settings SET value = value + 1 WHERE name = 'epoch'");
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(5));
  expect(stage.taken()).toEqual([]);
});
