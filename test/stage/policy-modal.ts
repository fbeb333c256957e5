import { expect } from 'vitest';
import type { Client, SeenView } from '../../src/sandbox/slack/client/client.ts';
import type { Entry } from '../../src/sandbox/slack/client/entered-state.ts';
import { isJson } from '../../src/sandbox/slack/validate/schema.ts';
import type { Stage } from './stage.ts';

/** The modal on top. */
export function top(stage: Stage, who = 'alice'): SeenView {
  const view = stage.slack.client(who).modals().at(-1);
  if (view === undefined) throw new Error(`${who} has no modal before them`);
  return view;
}

export const shown = (stage: Stage, who = 'alice'): string => stage.view(top(stage, who));

export async function submit(stage: Stage, who = 'alice'): Promise<void> {
  await stage.slack.client(who).submit();
  await stage.pass(0);
}

/** Puts these into the fields of the modal on top. */
export async function fill(
  stage: Stage,
  fields: Readonly<Record<string, Entry>>,
  who = 'alice',
): Promise<void> {
  const client = stage.slack.client(who);
  for (const [blockId, entry] of Object.entries(fields))
    await client.enter(top(stage, who), { blockId }, entry);
}

/** The ids of the servers of these names, as the list of the modal offers them. */
async function offered(stage: Stage, names: readonly string[], who = 'alice'): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const found = await stage.slack.client(who).search(top(stage, who), { blockId: 'servers' }, name);
    if (found.kind !== 'options') throw new Error('no options');
    const option = found.groups
      .flatMap(({ options }) => options)
      .find(({ text }) => isJson(text) && text['text'] === name);
    if (option === undefined) throw new Error(`${name} is not offered`);
    ids.push(String(option.value));
  }
  return ids;
}

/** Opens the modal and fills in a policy for grafana, every day at 02:00 in Berlin. */
export async function drafted(
  stage: Stage,
  fields: Readonly<Record<string, Entry>> = {},
  who = 'alice',
): Promise<Client> {
  await stage.say(who, 'ops', '/snapkeeper policy');
  const servers = await offered(stage, ['grafana'], who);
  await fill(stage, { name: 'nightly', servers, ...fields }, who);
  return stage.slack.client(who);
}

/** The same, saved. */
export async function saved(
  stage: Stage,
  fields: Readonly<Record<string, Entry>> = {},
  who = 'alice',
): Promise<void> {
  const client = await drafted(stage, fields, who);
  await submit(stage, who);
  await submit(stage, who);
  await client.close();
  expect(client.modals()).toEqual([]);
}
