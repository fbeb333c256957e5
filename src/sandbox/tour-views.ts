import type { Client, SeenView } from './slack/client/client.ts';
import type { Entry } from './slack/client/entered-state.ts';
import { viewText } from './slack/transcript.ts';
import { spell } from './slack/validate/fault.ts';
import { isJson } from './slack/validate/schema.ts';
import type { TourStep } from './tour-steps.ts';
import type { World } from './world.ts';

type Print = (line: string) => void;

/** Does what a step does in modals and Home; answers what the person had before them, as text. */
export async function actInViews(world: World, step: TourStep, print: Print, show: Print): Promise<string> {
  const client = world.slack.client(step.as);
  if (step.opensHome === true) {
    print(`${step.as} opens Home`);
    await client.openHome();
  }
  const home = client.home();
  if (step.pressesInHome !== undefined && home !== undefined) {
    print(`${step.as} presses in Home: [${step.pressesInHome}]`);
    await client.press(home, { label: step.pressesInHome });
  }
  await world.settle();
  const modal = client.modals().at(-1);
  const seen = step.opensHome === true ? client.home() : modal;
  const options = { nameOf: (id: string) => world.slack.nameOf(id), now: world.now() };
  const text = seen === undefined ? '' : viewText(seen, options);
  if (step.view !== undefined) for (const line of text.split('\n')) show(line);
  if (step.fillsIn !== undefined && modal !== undefined) await fillIn(client, modal, step.fillsIn, print);
  return text;
}

async function fillIn(
  client: Client,
  modal: SeenView,
  fields: NonNullable<TourStep['fillsIn']>,
  print: Print,
): Promise<void> {
  for (const [label, text] of Object.entries(fields)) {
    print(`${client.person.name} fills in ${label}: ${text}`);
    await client.enter(modal, { label }, await valueFor(client, modal, label, text));
  }
  await client.submit();
}

/** What is typed; in a list that is searched, the value behind the option of that name. */
async function valueFor(client: Client, modal: SeenView, label: string, text: string): Promise<Entry> {
  const blocks = Array.isArray(modal.content['blocks']) ? modal.content['blocks'].filter(isJson) : [];
  const block = blocks.find(one => isJson(one['label']) && one['label']['text'] === label);
  const type = isJson(block?.['element']) ? block['element']['type'] : undefined;
  if (type !== 'external_select' && type !== 'multi_external_select') return text;
  const found = await client.search(modal, { label }, text);
  const options = found.kind === 'options' ? found.groups.flatMap(group => group.options) : [];
  const option = options.find(one => isJson(one['text']) && one['text']['text'] === text);
  const value = spell(option?.['value'] ?? text);
  return type === 'multi_external_select' ? [value] : value;
}
