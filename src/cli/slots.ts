import { isCronExpression } from '../clock.ts';
import { parseCron } from '../core/cron.ts';
import { parseInstantIn } from '../core/instant-text.ts';
import type { Schedule, Slot } from '../core/schedule.ts';
import { slotsBetween } from '../core/schedule.ts';
import type { Zone } from '../core/zone.ts';
import { localText, readZone } from '../core/zone.ts';
import { cronFaultWords, markWords, unknownZoneWords } from '../slack/words/schedule-words.ts';
import { BadInput } from './bad-input.ts';
import type { CliCommand } from './command.ts';
import { readOptions, required } from './command.ts';
import { jsonArray, print } from './output.ts';

export const slots: CliCommand = {
  name: 'slots',
  summary: 'when a schedule runs, with daylight-saving days marked',
  help: `npm run cli -- slots --cron '30 2 * * *' --zone Europe/Berlin --from 2026-03-28 --to 2026-04-02 [--json]

Lists each run of the schedule from --from on and before --to, in the order of time.

  --cron    five fields: minute, hour, day of month, month, day of week.
            Day of month and day of week both have to match.
  --zone    an IANA time zone
  --from    ISO 8601, such as 2026-03-28T00:00:00Z. A date, or a time without
  --to      an offset, is one of --zone.
  --json    [{"at", "local", "mark"}] in one line: at in UTC, local with its offset
            (2026-03-29T03:00:00+02:00); mark only where there is one.

Marks: gap, the clock skips the time that day, so the run is at the first moment
after it. fold, the clock shows that time twice that day: a fixed time runs at the
first of them, and a schedule whose hour field is * runs at both.
`,
  async run(args) {
    const given = readOptions(args, { cron: 'text', zone: 'text', from: 'text', to: 'text', json: 'flag' });
    const schedule = readSchedule(required('cron', given.cron), required('zone', given.zone));
    const from = readTime('from', required('from', given.from), schedule.zone);
    const to = readTime('to', required('to', given.to), schedule.zone);
    if (to < from) throw new BadInput('--to is before --from.');
    const found = slotsBetween(schedule, from, to);
    await print(given.json ? json(schedule.zone, found) : lines(schedule.zone, found));
  },
};

function readSchedule(expression: string, zoneName: string): Schedule {
  const read = parseCron(expression);
  if (read.kind === 'fault') throw new BadInput(`--cron: ${cronFaultWords(read.fault)}`);
  if (!isCronExpression(read.cron.expression)) throw new BadInput('--cron: node-cron does not take that.');
  const zone = readZone(zoneName);
  if (zone.kind === 'unknown-zone') throw new BadInput(`--zone: ${unknownZoneWords(zone)}`);
  return { cron: read.cron, zone: zone.zone };
}

function readTime(name: string, text: string, zone: Zone): number {
  const at = parseInstantIn(zone, text);
  if (at === null) {
    throw new BadInput(`--${name}: "${text}" is no time. Write it like 2026-03-28T00:00:00Z or 2026-03-28.`);
  }
  return at;
}

function* json(zone: Zone, found: Iterable<Slot>): Generator<string> {
  yield* jsonArray(found, ({ at, mark }) => {
    const slot = { at: new Date(at).toISOString(), local: localText(zone, at) };
    return mark === null ? slot : { ...slot, mark };
  });
  yield '\n';
}

function* lines(zone: Zone, found: Iterable<Slot>): Generator<string> {
  let count = 0;
  for (const slot of found) {
    count += 1;
    const utc = `${new Date(slot.at).toISOString().slice(0, -5)}Z`;
    const remark = markWords(slot);
    yield `${localText(zone, slot.at)}  ${utc}${remark === null ? '' : `  ${remark}`}\n`;
  }
  if (count === 0) yield 'No run in that time.\n';
}
