import { buttonsOf } from './slack/buttons.ts';
import { messageText } from './slack/transcript.ts';
import type { Change, Message } from './slack/timeline.ts';
import type { TourStep } from './tour-steps.ts';
import { tourSteps } from './tour-steps.ts';
import { actInViews } from './tour-views.ts';
import type { World } from './world.ts';

export type TourResult = { readonly passed: number; readonly failures: readonly string[] };

export type Seen = { readonly at: number; readonly change: Change };
type Print = (line: string) => void;

/** Longer than any snapshot of the simulated Region takes. */
const afterEachStep = 30 * 60_000;
const hour = 3_600_000;
const margin = ' '.repeat(6);

/** Does every step in the world, prints what a person would have seen, and holds it against what it should be. */
export async function runTour(world: World, print: Print): Promise<TourResult> {
  const seen: Seen[] = [];
  const forget = world.slack.onChange(change => seen.push({ at: world.now(), change }));
  const failures: string[] = [];
  let passed = 0;
  let last: readonly Message[] = [];
  for (const step of tourSteps) {
    const from = seen.length;
    const before = new Set(world.cloud.region.snapshots.keys());
    print(`\n── ${step.title}`);
    await act(world, step, last, print);
    await world.settle();
    const view = await actInViews(
      world,
      step,
      line => print(`${clock(world.now())} ${line}`),
      line => print(`${margin}│ ${line}`),
    );
    await world.settle();
    await world.pass(afterEachStep + (step.waits ?? 0) * hour);
    const news = seen.slice(from);
    const shown = news.flatMap(({ change }) => (isFor(world, step, change.message) ? [change.message] : []));
    last = shown.length > 0 ? shown : last;
    printNews(world, news, print);
    printEffects(world, before, print);
    const wrong = [...check(world, step, shown, news, before), ...lacking('view', step.view, view)];
    for (const line of wrong) print(`${margin}NOT AS IT SHOULD BE: ${line}`);
    failures.push(...wrong.map(line => `${step.title}: ${line}`));
    if (wrong.length === 0) passed += 1;
  }
  forget();
  return { passed, failures };
}

async function act(world: World, step: TourStep, last: readonly Message[], print: Print): Promise<void> {
  const who = `${clock(world.now())} ${step.as} in #${step.in}`;
  const { presses, pressesOnCard, types } = step;
  if (types !== undefined) {
    print(`${who} types: ${types}`);
    await world.slack.command({ as: step.as, in: step.in, text: types });
  }
  const wanted = presses ?? pressesOnCard;
  if (wanted === undefined) return;
  const cards = world.slack.messages({ in: step.in, as: step.as }).filter(({ via }) => via === 'api');
  for (const message of presses === undefined ? cards.toReversed() : last) {
    const button = buttonsOf(message.blocks).find(({ label }) => wanted.test(label));
    if (button === undefined) continue;
    print(`${who} presses: [${button.label}]`);
    await world.slack.click({ as: step.as, message, button: button.label });
    return;
  }
  print(`${who} looks in vain for a button like ${String(wanted)}`);
}

/** New messages in full, their edits as one line, and what they say at the end. */
export function printNews(world: World, news: readonly Seen[], print: Print): void {
  for (const key of new Set(news.map(keyOf))) {
    const [first, ...edits] = news.filter(item => keyOf(item) === key);
    if (first === undefined) continue;
    printMessage(world, first, print);
    const end = edits.pop();
    if (edits.length > 0) print(`${margin}edited ${edits.length} times: ${progress(world, edits)}`);
    if (end !== undefined) printMessage(world, end, print);
  }
}

function printMessage(world: World, { at, change: { kind, message } }: Seen, print: Print): void {
  const reader = message.ephemeral_to;
  const place = `#${world.slack.nameOf(message.channel) ?? message.channel}`;
  const where = message.channel.startsWith('D') ? 'direct message' : place;
  const whom =
    reader === undefined ? where : `only ${world.slack.nameOf(reader) ?? reader} sees, in ${where}`;
  print(`${clock(at)} ${kind === 'edited' ? 'now' : whom}`);
  for (const line of textOf(world, message).split('\n')) print(`${margin}| ${line}`);
}

function progress(world: World, edits: readonly Seen[]): string {
  const percents = edits.flatMap(({ change }) => /\d+ %/u.exec(textOf(world, change.message)) ?? []);
  return [...new Set(percents)].join(', ');
}

function printEffects(world: World, before: ReadonlySet<string>, print: Print): void {
  const made = [...world.cloud.region.snapshots.values()].filter(({ id }) => !before.has(id));
  if (made.length === 0) return;
  const ours = made[0]?.tags.filter(({ Key }) => Key?.startsWith('snapkeeper:')).length ?? 0;
  print(
    `${margin}EC2 has ${made.length} more EBS ${made.length === 1 ? 'snapshot' : 'snapshots'}, each with ${ours} tags of Snapkeeper's:`,
  );
  for (const { id, volumeId, size, tags } of made) {
    const copied = tags.length - ours;
    print(
      `${margin}  ${id} of ${volumeId}, ${size} GiB${copied > 0 ? `, and ${copied} of the volume's own` : ''}`,
    );
  }
}

function check(
  world: World,
  step: TourStep,
  shown: readonly Message[],
  news: readonly Seen[],
  before: ReadonlySet<string>,
): readonly string[] {
  const replies = shown.map(message => textOf(world, message)).join('\n');
  const posted = news.findLast(({ change }) => change.kind === 'posted' && change.message.via === 'api');
  const card = posted && news.findLast(item => keyOf(item) === keyOf(posted))?.change.message;
  const cardText = card === undefined ? '' : textOf(world, card);
  const channel = card === undefined ? '' : (world.slack.nameOf(card.channel) ?? card.channel);
  const where = step.cardIn ?? step.in;
  const stands = where === '@snapkeeper' ? card?.channel.startsWith('D') === true : channel === where;
  const more = world.cloud.region.snapshots.size - before.size;
  return [
    ...lacking('reply', step.sees, replies),
    ...lacking('card', step.card, cardText),
    ...(step.card !== undefined && !stands ? [`the card stands in ${channel}, not in ${where}`] : []),
    ...(step.card === undefined && card !== undefined ? ['a card came that should not'] : []),
    ...(more === step.snapshots ? [] : [`EC2 has ${more} more snapshots, not ${step.snapshots}`]),
  ];
}

function lacking(what: string, patterns: readonly RegExp[] = [], text: string): readonly string[] {
  return patterns
    .filter(pattern => !pattern.test(text))
    .map(pattern => `the ${what} lacks ${String(pattern)}`);
}

function isFor(world: World, step: TourStep, message: Message): boolean {
  return message.ephemeral_to === world.slack.people[step.as]?.id;
}

function textOf(world: World, message: Message): string {
  return messageText(message, { nameOf: id => world.slack.nameOf(id), now: world.now() });
}

const keyOf = ({ change: { message } }: Seen): string => `${message.channel}/${message.ts}`;

export const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
