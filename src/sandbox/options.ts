import { parseArgs } from 'node:util';

type Mode = 'page' | 'no-bot' | 'tour' | 'replay' | 'help';

export type SandboxOptions = {
  readonly mode: Mode;
  readonly port: number;
  readonly seed: number;
  readonly servers: number | undefined;
  /** Where to write down what is done. */
  readonly record: string | undefined;
  /** What to do once more. */
  readonly replay: string | undefined;
};

export const help = `Snapkeeper's sandbox: a Slack workspace and an EC2 Region, simulated on this machine, with the real bot in it.

  npm run sandbox                     a workspace in the browser, at http://127.0.0.1:4100
  npm run sandbox -- --tour           everything the bot does, printed here; exits 1 on any surprise
  npm run sandbox -- --no-bot         the simulated services without the bot, to point another program at them
  npm run sandbox -- --replay FILE    what was recorded, once more, printed here; exits 1 on any surprise

  --port N         another port for the page (0: any that is free)
  --seed N         another Region: other ids, sizes and ages
  --servers N      as many servers, up to 5000
  --record FILE    writes down what is done on the page
  --help           this text
`;

const options = {
  tour: { type: 'boolean', default: false },
  'no-bot': { type: 'boolean', default: false },
  port: { type: 'string', default: '4100' },
  seed: { type: 'string', default: '1' },
  servers: { type: 'string' },
  record: { type: 'string' },
  replay: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The options, or the sentence that says what is wrong with them. */
export function readOptions(args: readonly string[]): SandboxOptions | string {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const modes: Mode[] = [];
    if (values.tour) modes.push('tour');
    if (values['no-bot']) modes.push('no-bot');
    if (values.replay !== undefined) modes.push('replay');
    const [mode = 'page', other] = modes;
    if (other !== undefined) return `--${mode} and --${other} do not go together.`;
    return {
      mode: values.help ? 'help' : mode,
      port: whole('port', values.port, 0, 65_535),
      seed: whole('seed', values.seed, 0, 2 ** 31),
      servers: values.servers === undefined ? undefined : whole('servers', values.servers, 1, 5_000),
      record: values.record,
      replay: values.replay,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number >= least && number <= most) return number;
  throw new Error(`--${name} takes a whole number from ${least} to ${most}, not ${text}.`);
}
