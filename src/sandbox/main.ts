import { parseArgs } from 'node:util';
import { runTour } from './tour.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

const help = `Snapkeeper's sandbox: a Slack workspace and an EC2 Region, simulated on this machine.

  npm run sandbox -- --tour      the real bot in it, shown at everything it does; exits 1 on any surprise
  npm run sandbox -- --no-bot    only the simulated services, and the environment to point a program at them
  npm run sandbox -- --help      this text
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function tour(): Promise<number> {
  const started = Date.now();
  const world = await createWorld();
  try {
    const begin = world.now();
    print(
      'A Slack workspace and an EC2 Region on this machine; the bot connects to them as it would to the real ones.',
    );
    const bot = await world.startBot();
    const { passed, failures } = await runTour(world, print);
    const code = await bot.stop();
    const surprises = [...world.surprises(), ...(code === 0 ? [] : [`the bot ended with exit code ${code}`])];
    print(`\n── Summary`);
    for (const line of [...failures, ...surprises.map(what => `surprise: ${what}`)]) print(line);
    print(summary(world, begin, started));
    print(`tour: ${passed} passed, ${failures.length + surprises.length} failed`);
    return failures.length + surprises.length === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
}

function summary(world: World, begin: number, started: number): string {
  const hours = ((world.now() - begin) / 3_600_000).toFixed(1);
  const seconds = ((Date.now() - started) / 1_000).toFixed(1);
  const acks = world.slack.envelopes.map(envelope => envelope.ackMs ?? Number.POSITIVE_INFINITY);
  return [
    `${world.slack.envelopes.length} commands and clicks, each acknowledged within ${Math.ceil(Math.max(...acks))} ms (Slack allows 3,000)`,
    `${world.slack.calls.length} calls to Slack, ${world.cloud.calls.length} calls to AWS, none of them unknown or refused as malformed`,
    `${hours} simulated hours in ${seconds} s`,
  ].join('\n');
}

/** Serves until it is stopped, in real time. */
async function servicesOnly(): Promise<number> {
  const world = await createWorld({ realTime: true });
  print(
    '# The simulated services are running; stop them with Ctrl+C. Paste this into the shell of the other program:',
  );
  for (const [name, value] of Object.entries(world.env)) print(`export ${name}='${value}'`);
  print('# Nobody types in this Slack by themselves; to see the bot at work: npm run sandbox -- --tour');
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await world.close();
  return 0;
}

async function run(): Promise<number> {
  const options = {
    tour: { type: 'boolean' },
    'no-bot': { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  if (values.tour === true) return tour();
  if (values['no-bot'] === true) return servicesOnly();
  process.stdout.write(help);
  return 0;
}

process.exitCode = await run();
