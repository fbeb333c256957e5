import { appendFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { elementsIn } from '../slack/views/elements-in.ts';
import type { World } from '../world.ts';
import { act as actShape, type Act, search as searchShape, type Search } from './acts.ts';

// A recording is a text file: a line about the world, then a line for each act. Ids that another run may give
// differently are written as places: "the third message that Alice sees there", "the modal on top".

export type Recording = { add(world: World, act: Act | Search): void };

type WorldLine = { readonly seed: number; readonly servers: number | undefined };

/** Writes a recording as it comes about, so that nothing is lost when the sandbox dies. */
export function createRecording(file: string, { seed, servers }: WorldLine): Recording {
  writeFileSync(file, `${JSON.stringify({ recording: 1, seed, servers })}\n`);
  let begin: number | null = null;
  return {
    add(world, act) {
      begin ??= world.now();
      const step = { after: world.now() - begin, ...portable(world, act) };
      appendFileSync(file, `${JSON.stringify(step)}\n`);
    },
  };
}

const worldLine = z.object({ recording: z.literal(1), seed: z.int(), servers: z.int().optional() });
const step = z.looseObject({ after: z.number().nonnegative() });
const messagePlace = z.object({ channel: z.string(), nth: z.int().nonnegative() });
const viewPlace = z.object({ view: z.enum(['home', 'top']) });
const element = z.object({ as: z.string(), place: z.union([messagePlace, viewPlace]), block: z.int() });

export type Step = z.infer<typeof step>;

/** Throws with the number of a line that is none. */
export function readRecording(text: string): { world: WorldLine; steps: readonly Step[] } {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const { seed, servers } = worldLine.parse(JSON.parse(first));
  return { world: { seed, servers }, steps: rest.map(line => step.parse(JSON.parse(line))) };
}

/** The act of a step as this world knows it; throws when what it is about is not there. */
export function actOf(world: World, { after: _after, ...written }: Step): Act | Search {
  const found = element.safeParse(written);
  const act = found.success ? { ...written, ...located(world, found.data, written) } : written;
  return 'query' in act ? searchShape.parse(act) : actShape.parse(act);
}

function portable(world: World, act: Act | Search): object {
  if (!('place' in act)) return act;
  const { as, place, block, action } = act;
  const blocks = elementsIn(blocksAt(world, as, place)).filter(({ actionId }) => actionId === action);
  const nth = blocks.findIndex(({ blockId }) => blockId === block);
  if ('view' in place) {
    const home = world.slack.client(as).home()?.view === place.view;
    return { ...act, place: { view: home ? 'home' : 'top' }, block: nth };
  }
  const messages = seen(world, as, place.channel);
  return {
    ...act,
    place: { channel: place.channel, nth: messages.findIndex(({ ts }) => ts === place.ts) },
    block: nth,
  };
}

type Element = z.infer<typeof element>;

function located(world: World, { as, place, block }: Element, { action }: Record<string, unknown>) {
  const client = world.slack.client(as);
  const found =
    'view' in place
      ? { view: (place.view === 'home' ? client.home() : client.modals().at(-1))?.view ?? '' }
      : { channel: place.channel, ts: seen(world, as, place.channel)[place.nth]?.ts ?? '' };
  const same = elementsIn(blocksAt(world, as, found)).filter(({ actionId }) => actionId === action);
  const blockId = same[block]?.blockId;
  if (blockId === undefined) throw new Error(`${as} does not see the element ${String(action)} there`);
  return { place: found, block: blockId };
}

/** Everything in a channel that the person sees, each message with its replies. */
function seen({ slack }: World, as: string, channel: string) {
  const client = slack.client(as);
  return client.messages(channel).flatMap(message => client.thread(message));
}

function blocksAt(world: World, as: string, place: Extract<Act, { kind: 'press' }>['place']): unknown {
  const client = world.slack.client(as);
  if ('channel' in place) return seen(world, as, place.channel).find(({ ts }) => ts === place.ts)?.blocks;
  return [client.home(), ...client.modals()].find(view => view?.view === place.view)?.content['blocks'];
}
