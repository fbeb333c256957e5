import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createSystemClock } from '../clock.ts';
import { parseInstant } from '../core/instant-text.ts';
import type { RetentionPlan } from '../core/retention.ts';
import { asksFirst, planRetention, usualGuard } from '../core/retention.ts';
import { oneLine } from '../core/typed-text.ts';
import type { Zone } from '../core/zone.ts';
import { localText } from '../core/zone.ts';
import { keepReasonWords, removeReasonWords } from '../slack/words/retention-words.ts';
import { BadInput } from './bad-input.ts';
import type { CliCommand } from './command.ts';
import { readOptions, required } from './command.ts';
import { jsonArray, print } from './output.ts';
import { readRetainedSets } from './retained-sets.ts';
import { readRetentionPolicy } from './retention-policy.ts';

export const retention: CliCommand = {
  name: 'retention',
  summary: 'what a policy keeps and deletes, with the reasons',
  help: `npm run cli -- retention --policy policy.json [--no-guards] [--now T] [--json] < snapshots.json

Tells for each snapshot of one server whether the policy keeps it, and why.

  --policy      a JSON file: keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly,
                keepYearly (how many; -1 for all), keepWithin, keepWithinHourly …
                keepWithinYearly (durations like 1y5m7d2h, m for months, back from the
                newest completed snapshot that nobody holds), timeZone (UTC)
  --no-guards   also delete the newest good snapshot and what is younger than an hour,
                if the policy keeps neither
  --now         ISO 8601 with an offset; the system's time
  --json        {"keep": [{"id", "reasons"}], "remove": [{"id", "reason"}], "asks"}
                in one line, newest first; asks, when it is true, means that a run
                would ask before it deletes so much

Snapshots: an array of {id, time, state, held}, in any order; time in ISO 8601 with an
offset, state completed (the default), pending or error, held true or false.
`,
  async run(args) {
    const given = readOptions(args, { policy: 'text', 'no-guards': 'flag', now: 'text', json: 'flag' });
    const file = required('policy', given.policy);
    const policy = readRetentionPolicy(readFile(file), file);
    const now = given.now === null ? createSystemClock().now() : readNow(given.now);
    if (process.stdin.isTTY) throw new BadInput('Pipe the snapshots in: … < snapshots.json');
    const sets = readRetainedSets(await text(process.stdin));
    const plan = planRetention(policy, sets, { now, guards: !given['no-guards'] });
    const asks = asksFirst(plan.remove.length, sets.length, usualGuard);
    await print(given.json ? json(plan, asks) : lines(plan, asks, policy.zone));
  },
};

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(`--policy: cannot be read (${oneLine(reason)}).`, { cause: error });
  }
}

function readNow(given: string): number {
  const at = parseInstant(given);
  if (at === null) {
    throw new BadInput(
      `--now: "${oneLine(given)}" is no time with an offset. Write it like 2026-03-28T00:00:00Z.`,
    );
  }
  return at;
}

function* json({ keep, remove }: RetentionPlan, asks: boolean): Generator<string> {
  yield '{"keep":';
  yield* jsonArray(keep, ({ set, reasons }) => ({ id: set.id, reasons: reasons.map(keepReasonWords) }));
  yield ',"remove":';
  yield* jsonArray(remove, ({ set, reason }) => ({ id: set.id, reason: removeReasonWords(reason) }));
  yield asks ? ',"asks":true}\n' : '}\n';
}

function* lines({ keep, remove }: RetentionPlan, asks: boolean, zone: Zone): Generator<string> {
  const rows = [
    ...keep.map(({ set, reasons }) => ({ set, does: 'keep', why: reasons.map(keepReasonWords).join(', ') })),
    ...remove.map(({ set, reason }) => ({ set, does: 'delete', why: removeReasonWords(reason) })),
  ].toSorted((a, b) => b.set.takenAt - a.set.takenAt);
  for (const { set, does, why } of rows) {
    yield `${does.padEnd(6)}  ${localText(zone, set.takenAt)}  ${oneLine(set.id)}  ${why}\n`;
  }
  yield `${keep.length} kept, ${remove.length} to delete.\n`;
  if (asks) {
    yield `A run asks before it deletes more than ${usualGuard.percent} % of a policy's snapshots, or more than ${usualGuard.count}.\n`;
  }
}
