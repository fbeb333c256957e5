import { runTour } from './tour.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

type Print = (line: string) => void;

/** The whole tour, printed. Answers the exit code. */
export async function tour(print: Print): Promise<number> {
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
