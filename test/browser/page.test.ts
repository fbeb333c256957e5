import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Page, startPage } from '../../src/sandbox/page/page.ts';
import { launchChromium } from '../stage/chromium.ts';
import { expectNoOffences, ops, type Visit, visit } from './visit.ts';

/** A bound for what hangs, not a measure. */
const patient = { timeout: 60_000 };

const browser = await launchChromium();
if (typeof browser === 'string') {
  if (process.env['CI'] !== undefined) throw new Error(`The browser tests cannot run: ${browser}`);
  process.stderr.write(`The browser tests were left out: ${browser}\n`);
}

describe.skipIf(typeof browser === 'string')('The page', () => {
  let page: Page;
  let alice: Visit;

  beforeAll(async () => {
    page = await startPage({ port: 0 });
    page.session.clock.hold();
    await page.session.startBot();
    alice = await visit(browser as Browser, page, 'alice');
  });
  afterAll(async () => {
    await page.close();
    await (browser as Browser).close();
  });

  const hours = (count: number) => page.session.clock.pass(count * 3_600_000);
  const isTaken = (who: Visit, server: string) => who.message(`Snapshot of ${server} · complete`).waitFor();

  it('shows a snapshot from the command to its end', async () => {
    const { tab } = alice;
    await tab.getByRole('textbox', { name: 'Message #ops' }).pressSequentially('/sn');
    await tab.getByRole('option', { name: /\/snapshot/ }).waitFor();
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('prod-web before the deploy');
    await tab.keyboard.press('Enter');
    await alice.message('Snapshot of prod-web').waitFor();
    await alice.picture('taking');
    await hours(1);
    await isTaken(alice, 'prod-web');
    expect(await alice.message('Snapshot of prod-web').innerText()).toContain('before the deploy');
    await tab
      .getByRole('row', { name: /completed/ })
      .first()
      .waitFor();
  });

  it('offers a button for a name that is nearly right, and takes that', async () => {
    await alice.type('/snapshot prod-dv');
    await alice.message('Did you mean').getByRole('button', { name: 'prod-db', exact: true }).click();
    await alice.message('Snapshot of prod-db').waitFor();
    await hours(2);
    await isTaken(alice, 'prod-db');
  });

  it('shows a guest one channel, and refuses them what they ask', async () => {
    await alice.tab.getByRole('radio', { name: /Gus/ }).click();
    await expect
      .poll(() => alice.tab.getByRole('navigation').getByRole('button').allInnerTexts(), patient)
      .toEqual(['ops', 'snapkeeper']);
    await alice.type('/snapshot prod-web');
    await alice.message('Guests have no rights here').waitFor();
    await alice.tab.getByRole('radio', { name: /Bob/ }).click();
    await alice.tab.getByRole('button', { name: 'approvals' }).waitFor();
    expect(await alice.tab.getByText('Guests have no rights here').count()).toBe(0);
    await alice.tab.getByRole('radio', { name: /Alice/ }).click();
    await alice.tab.getByRole('button', { name: 'war-room' }).waitFor();
  });

  it('takes two clicks at once, does the thing once, and tells the other one', async () => {
    const bob = await visit(browser as Browser, page, 'bob');
    const told = async () => {
      const counts = [alice, bob].map(who => who.tab.getByText('Only visible to you').count());
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    const before = await told();
    // The first one is still at it when the second click comes, whichever that is.
    await alice.button('Faults').click();
    const throttled = alice.tab
      .getByRole('group', { name: 'AWS' })
      .getByRole('switch', { name: /throttled/ });
    await throttled.check();
    const card = /Snapshot of prod-web · complete/;
    await Promise.all(
      [alice, bob].map(who => who.message(card).getByRole('button', { name: 'Hold' }).click()),
    );
    await expect.poll(async () => (await told()) - before, patient).toBe(1);
    await alice.button('Faults, 1 on').click();
    await throttled.uncheck();
    await alice.tab.keyboard.press('Escape');
    await hours(1);
    await alice.message(/Hold of s-\w+ · held/).waitFor();
    expect(await alice.tab.getByText(/^Hold of s-\w+ · held$/).count()).toBe(1);
    await bob.tab.close();
  });

  it('moves a day on at a click, with the bot at work all the time', async () => {
    const begin = page.session.world.now();
    const calls = page.session.world.cloud.calls.length;
    await alice.tab.getByRole('button', { name: /^Time/ }).click();
    await alice.tab.getByRole('menuitem', { name: '+1 day' }).click();
    await expect.poll(() => page.session.clock.state().mode, patient).toBe('held');
    expect(page.session.world.now() - begin).toBe(24 * 3_600_000);
    expect(page.session.world.cloud.calls.length).toBeGreaterThan(calls + 10);
  });

  it('finishes on the same card after the bot was killed in the middle', async () => {
    await alice.type('/snapshot grafana');
    await alice.message('Snapshot of grafana').waitFor();
    await alice.button('Kill the bot').click();
    await alice.tab.getByText('Bot is dead').waitFor();
    await hours(1);
    expect(await alice.tab.getByText('Snapshot of grafana · complete').count()).toBe(0);
    await alice.type('/snapkeeper list');
    await alice.message('dispatch_failed').waitFor();
    await alice.button('Start the bot').click();
    await alice.tab.getByText('Bot connected').waitFor();
    await hours(1);
    await isTaken(alice, 'grafana');
    const cards = page.session.world.slack.messages({ in: 'ops', as: 'alice' });
    expect(cards.filter(({ text }) => text.startsWith('Snapshot of grafana'))).toHaveLength(1);
  });

  it('asks nobody but the sandbox for anything, and knows everything it has to show', () => {
    expectNoOffences();
    expect(page.session.surprises()).toEqual([]);
    expect(page.session.world.slack.channels['ops']?.id).toBe(ops);
  });
});
