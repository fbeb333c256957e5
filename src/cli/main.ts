import { nearest } from '../core/nearest.ts';
import { BadInput } from './bad-input.ts';
import type { CliCommand } from './command.ts';
import { retention } from './retention.ts';
import { slots } from './slots.ts';

// npm run cli -- <command>   Exit code 0: done. 2: something typed or piped in is wrong. 1: an error of Snapkeeper's own.

const commands: readonly CliCommand[] = [retention, slots];

const usage = `npm run cli -- <command>

${commands.map(({ name, summary }) => `  ${name.padEnd(11)}${summary}`).join('\n')}

npm run cli -- <command> --help tells more. Nothing here changes anything in AWS or Slack.
`;

async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return;
  }
  const command = commands.find(one => one.name === name);
  if (command === undefined) throw new BadInput(unknownCommand(name));
  if (args.includes('--help') || args.includes('-h')) process.stdout.write(command.help);
  else await command.run(args);
}

function unknownCommand(name: string): string {
  const names = commands.map(one => one.name);
  const [meant] = nearest(name, names, 1);
  return `"${name}" is no command. ${meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`}`;
}

// `… | head` closes the pipe early, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof BadInput;
  const text = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${known ? error.message : `Snapkeeper stopped on an error of its own: ${text}`}\n`);
  process.exitCode = known ? 2 : 1;
}
