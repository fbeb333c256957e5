import { help, readOptions, type SandboxOptions } from './options.ts';
import { servePage, serveWithoutBot } from './page-run.ts';
import { realTokens } from './real-tokens.ts';
import { replay } from './replay.ts';
import { tour } from './tour-run.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    complain(`${options}\n\n${help}`);
    return 2;
  }
  const real = realTokens(process.env);
  if (real.length > 0 && options.mode !== 'help') {
    complain(
      `${real.join(' and ')} in this environment looks like a token of a real Slack workspace. The sandbox does not ` +
        `start beside one, so that nothing can get mixed up. Remove it here: unset ${real.join(' ')}`,
    );
    return 2;
  }
  return start(options);
}

function start(options: SandboxOptions): Promise<number> | number {
  switch (options.mode) {
    case 'page':
      return servePage(options, print, complain);
    case 'no-bot':
      return serveWithoutBot(options, print, complain);
    case 'tour':
      return tour(print);
    case 'replay':
      return replay(options, print, complain);
    case 'help':
      print(help);
      return 0;
  }
}

process.exitCode = await run();
