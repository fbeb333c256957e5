import { parseArgs } from 'node:util';
import { ackLatency } from './ack-latency.ts';
import type { Figure } from './figure.ts';
import { machine } from './machine.ts';
import { pageStart } from './page-start.ts';
import { seed } from './outside.ts';
import { pollCalls } from './poll-calls.ts';
import { renderRaw, renderTable } from './report.ts';
import { retentionSpeed } from './retention.ts';
import { scheduleTimes } from './schedules.ts';
import { startAndMemory } from './start-and-memory.ts';

// npm run bench -- [--json] [name…]   Exit code 1: a figure missed its target or could not be had. 2: no such figure.

const measurements = [ackLatency, startAndMemory, pageStart, pollCalls, retentionSpeed, scheduleTimes];
const names = measurements.flatMap(measurement => measurement.names);

const { values, positionals: wanted } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

// Exiting is what kills the programs that run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const unknown = wanted.find(name => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no figure ${unknown}. There are ${names.join(', ')}.\n`);
  process.exit(2);
}
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

const environment = { ...machine(), seed: String(seed) };
const figures: Figure[] = [];
let failed = false;
for (const measurement of measurements.filter(one => one.names.some(isWanted))) {
  if (!values.json) process.stderr.write(`measuring ${measurement.names.filter(isWanted).join(', ')} …\n`);
  const measured = (await measurement.measure().catch(noFigures)).filter(({ name }) => isWanted(name));
  figures.push(...measured);
  if (values.json) {
    for (const { raw, ...figure } of measured) {
      process.stdout.write(`${JSON.stringify({ ...figure, raw, environment })}\n`);
    }
  }
}
if (!values.json) {
  process.stdout.write(`\n${renderTable(figures)}\n\nenvironment\n${renderRaw(environment)}\n`);
}
process.exit(!failed && figures.every(({ ok }) => ok) ? 0 : 1);

/** One run that went wrong does not take the others' figures with it. */
function noFigures(error: unknown): readonly Figure[] {
  failed = true;
  process.stderr.write(`no figure: ${error instanceof Error ? error.stack : String(error)}\n`);
  return [];
}
