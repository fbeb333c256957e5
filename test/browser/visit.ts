import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Browser, Locator, Page as Tab } from 'playwright-core';
import type { Page } from '../../src/sandbox/page/page.ts';

type Person = 'alice' | 'bob' | 'gus';

/** One person's tab, with what people do in it. */
export type Visit = {
  readonly tab: Tab;
  /** Types into the channel or conversation that is open, and sends. */
  type(text: string): Promise<void>;
  /** The newest message that says this. */
  message(text: string | RegExp): Locator;
  button(name: string): Locator;
  /** Keeps a picture of it, when somebody asked for pictures. */
  picture(name: string): Promise<void>;
};

export const ops = 'C07OPS00000';

/** A folder to keep pictures in: SNAPKEEPER_PICTURES=.sandbox/pictures npx vitest run test/browser */
const pictures = process.env['SNAPKEEPER_PICTURES'];

/** What no tab of this run may do: fail a script, complain, or ask anybody but the sandbox for anything. */
const offences: string[] = [];

export function expectNoOffences(): void {
  expect(offences).toEqual([]);
}

/** Opens the page as that person. */
export async function visit(
  browser: Browser,
  page: Page,
  who: Person,
  size = { width: 1280, height: 650 },
): Promise<Visit> {
  const tab = await browser.newPage({ viewport: size, colorScheme: 'light' });
  tab.on('console', message => {
    if (message.type() === 'error') offences.push(`${who}: ${message.text()}`);
  });
  tab.on('pageerror', error => offences.push(`${who}: ${error.message}`));
  tab.on('request', request => {
    if (!request.url().startsWith(page.url) && !request.url().startsWith('data:'))
      offences.push(`${who} asked for ${request.url()}`);
  });
  await tab.goto(`${page.url}/#${who}/${ops}`);
  await tab.getByText('Bot connected').waitFor();
  return {
    tab,
    async type(text) {
      const field = tab.getByRole('textbox', { name: /^Message / });
      await field.fill(text);
      await field.press('Enter');
    },
    message: text => tab.getByRole('main').getByRole('article').filter({ hasText: text }).last(),
    button: name => tab.getByRole('button', { name, exact: true }),
    async picture(name) {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await tab.screenshot({ path: join(pictures, `${name}.png`) });
    },
  };
}
