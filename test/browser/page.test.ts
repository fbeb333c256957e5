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
    const holds = await Promise.all(
      [alice, bob].map(who => who.message(card).getByRole('button', { name: 'Hold' }).elementHandle()),
    );
    // At once: with the pointer, the first click could take the button away from under the second.
    await Promise.all(holds.map(hold => hold?.dispatchEvent('click')));
    await expect.poll(async () => (await told()) - before, patient).toBe(1);
    await throttled.uncheck();
    await alice.tab.keyboard.press('Escape');
    await hours(1);
    await alice.message(/Hold of s-\w+ · held/).waitFor();
    expect(await alice.tab.getByText(/^Hold of s-\w+ · held$/).count()).toBe(1);
    await alice.tab.mouse.click(640, 76);
    await alice.picture('channel');
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

  it('keeps a dialog open on a field that is not right, and searches servers as one types', async () => {
    const { tab } = alice;
    await alice.type('/snapshot');
    const dialog = tab.getByRole('dialog', { name: 'Take a snapshot' });
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    await dialog.getByText('Please complete this required field.').waitFor();
    const server = dialog.getByRole('combobox', { name: 'Server' });
    await server.fill('prod-r');
    await dialog.getByRole('option', { name: /prod-redis/ }).waitFor();
    await alice.picture('dialog');
    await dialog.getByRole('option', { name: /prod-redis/ }).click();
    await dialog.getByRole('textbox', { name: /Note/ }).fill('before the failover');
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    await dialog.waitFor({ state: 'detached' });
    await alice.message('Snapshot of prod-redis').waitFor();
    await hours(1);
    await isTaken(alice, 'prod-redis');
    expect(await alice.message('Snapshot of prod-redis').innerText()).toContain('before the failover');
  });

  it('says what Slack says when nobody answers a dialog', async () => {
    const { tab } = alice;
    await alice.type('/snapshot');
    const dialog = tab.getByRole('dialog', { name: 'Take a snapshot' });
    await dialog.getByRole('combobox', { name: 'Server' }).fill('vpn');
    await dialog.getByRole('option', { name: /vpn-gateway/ }).click();
    page.session.faults.turn('slack-ack-lost', true);
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    await dialog.getByText('We had some trouble connecting').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await tab.getByText('Bot connected').waitFor();
    // The bot had taken it all the same, and its card says so.
    await alice.message('Snapshot of vpn-gateway').waitFor();
    await hours(1);
    await isTaken(alice, 'vpn-gateway');
  });

  it('has a Home whose buttons work, and threads', async () => {
    const { tab } = alice;
    await tab
      .getByRole('navigation')
      .getByRole('button', { name: /snapkeeper/ })
      .click();
    const home = tab.getByRole('region', { name: 'Home' });
    await home.getByText('prod-web', { exact: true }).waitFor();
    await alice.picture('home');
    await home.getByRole('button', { name: 'Take a snapshot', exact: true }).click();
    const dialog = tab.getByRole('dialog', { name: 'Take a snapshot' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await tab.getByRole('navigation').getByRole('button', { name: 'ops' }).click();
    const card = alice.message('Snapshot of prod-redis · complete');
    await card.hover();
    await card.getByRole('button', { name: 'View thread' }).click();
    const thread = tab.getByRole('complementary', { name: 'Thread' });
    await thread
      .getByRole('textbox', { name: 'Reply…' })
      .fill('It is taken for @bob: the failover can begin');
    await tab.keyboard.press('Enter');
    await thread.getByText('the failover can begin').waitFor();
    await card.getByRole('button', { name: /1 reply/ }).waitFor();
    await alice.picture('thread');
    await thread.getByRole('button', { name: 'Close the thread' }).click();
  });

  it('keeps in view what there is on a narrow screen, and in the dark', async () => {
    const { tab } = alice;
    await tab.getByRole('button', { name: 'What happens behind' }).click();
    await tab.getByRole('tab', { name: 'Wires' }).click();
    await tab
      .getByRole('button', { name: /CreateSnapshots/ })
      .first()
      .waitFor();
    await alice.picture('wires');
    await tab.getByRole('button', { name: 'Switch to dark' }).click();
    await tab.getByRole('button', { name: 'Switch to light' }).waitFor();
    expect(await tab.locator('html').getAttribute('data-theme')).toBe('dark');
    await alice.picture('dark');
    await tab.getByRole('button', { name: 'Close the panel' }).click();
    await tab.setViewportSize({ width: 390, height: 650 });
    await alice.picture('narrow');
    const wide = await tab.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
    await tab.getByRole('button', { name: 'Channels', exact: true }).click();
    await tab.getByRole('button', { name: 'random' }).click();
    await tab.getByRole('textbox', { name: 'Message #random' }).waitFor();
    await tab.setViewportSize({ width: 1280, height: 650 });
    await tab.getByRole('button', { name: 'Switch to light' }).click();
  });

  it('asks nobody but the sandbox for anything, and knows everything it has to show', () => {
    expectNoOffences();
    expect(page.session.surprises()).toEqual([]);
    expect(page.session.world.slack.channels['ops']?.id).toBe(ops);
  });

  it('shows a red box for a block that it does not know, and fails the run', async () => {
    const { env, surprises } = page.session.world.slack;
    const before = surprises.length;
    const blocks = [{ type: 'markdown', text: 'as the bot never sends it' }];
    await fetch(`${env.SLACK_API_URL}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: ops, text: 'strange', blocks }),
    });
    await alice.tab.getByRole('navigation').getByRole('button', { name: /^ops/ }).click();
    await alice.tab.getByText('The sandbox cannot show this: a block of type markdown').waitFor();
    await expect.poll(() => page.session.surprises(), patient).toEqual(['a block of type markdown']);
    expect(surprises).toHaveLength(before);
  });
});
