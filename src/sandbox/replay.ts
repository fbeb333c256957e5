import { readFile } from 'node:fs/promises';
import type { SandboxOptions } from './options.ts';
import type { Act, Search } from './page/acts.ts';
import { actOf, readRecording } from './page/recording.ts';
import { createSession, type Session } from './page/session.ts';
import { clock, printNews, type Seen } from './tour.ts';
import { createWorld, type World } from './world.ts';

type Print = (line: string) => void;

/** Longer than any snapshot of the simulated Region takes: what was begun last comes to its end. */
const afterTheLast = 30 * 60_000;

/** Does what was recorded once more, at the same moments, and prints what people see. Answers the exit code. */
export async function replay(
  { replay: file = '' }: SandboxOptions,
  print: Print,
  complain: Print,
): Promise<number> {
  let recording: ReturnType<typeof readRecording>;
  try {
    recording = readRecording(await readFile(file, 'utf8'));
  } catch (error) {
    complain(`${file} is not a recording of the sandbox: ${wordsOf(error)}`);
    return 2;
  }
  const { seed, servers } = recording.world;
  const world = await createWorld({ seed: { number: seed, ...(servers !== undefined && { servers }) } });
  const session = createSession(world, { withoutBot: false });
  session.clock.hold();
  const seen: Seen[] = [];
  world.slack.onChange(change => seen.push({ at: world.now(), change }));
  const problems: string[] = [];
  try {
    await session.startBot();
    const begin = world.now();
    for (const step of recording.steps) {
      await passTo(session, begin + step.after);
      try {
        const act = actOf(world, step);
        print(`\n${clock(world.now())} ${wordsFor(world, act)}`);
        const problem = 'query' in act ? await session.search(act) : await redo(session, act);
        if (typeof problem === 'string') print(`      ${problem}`);
      } catch (error) {
        problems.push(`${JSON.stringify(step)}: ${wordsOf(error)}`);
      }
      await world.settle();
      printNews(world, seen.splice(0), print);
    }
    await session.clock.pass(afterTheLast);
    printNews(world, seen.splice(0), print);
    const found = [...problems, ...session.surprises()];
    for (const what of found) print(`surprise: ${what}`);
    print(`\nreplay: ${recording.steps.length - problems.length} passed, ${found.length} failed`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await session.close();
    await world.close();
  }
}

/** Time moves by the recording alone. */
async function redo(session: Session, act: Act): Promise<string | null> {
  return act.kind === 'run' || act.kind === 'hold' ? null : session.do(act);
}

/** Jumps of the recording have moved time already; what passed beside them passes now. */
async function passTo({ world, clock: time }: Session, moment: number): Promise<void> {
  if (moment > world.now()) await time.pass(moment - world.now());
}

function wordsFor(world: World, act: Act | Search): string {
  if ('query' in act) return `${act.as} looks for “${act.query}”`;
  switch (act.kind) {
    case 'type':
      return `${act.as} in #${world.slack.nameOf(act.in) ?? act.in} types: ${act.text}`;
    case 'press':
      return `${act.as} presses ${act.action}`;
    case 'enter':
      return `${act.as} enters ${JSON.stringify(act.entry)} into ${act.action}`;
    case 'submit':
    case 'close':
      return `${act.as}: ${act.kind}`;
    case 'open-home':
      return `${act.as} opens the bot's page`;
    case 'shortcut':
    case 'message-shortcut':
      return `${act.as} uses the shortcut ${act.name}`;
    case 'pass':
      return `${act.ms / 3_600_000} hours pass`;
    case 'pass-until-news':
      return 'time passes until something happens';
    case 'hold':
    case 'run':
      return act.kind === 'hold' ? 'time is held' : 'time runs';
    case 'kill':
    case 'start':
      return act.kind === 'kill' ? 'the bot is killed' : 'the bot is started';
    case 'fault':
      return `${act.name} is ${act.on ? 'on' : 'off'}`;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
