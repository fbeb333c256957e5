import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMutants } from './mutant.ts';
import type { Verdict } from './scratch-copy.ts';
import { createScratchCopy } from './scratch-copy.ts';

// `npm run mutants`: breaks, one after the other, what people rely on most, and looks whether the test that is there
// for it notices. Exit code 1 when one survives, or when a patch does not fit the code any more.

const root = fileURLToPath(new URL('../..', import.meta.url));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const all = readMutants(join(root, 'test', 'mutants'));
const unknown = wanted.filter(name => all.every(mutant => mutant.name !== name));
if (unknown.length > 0) throw new Error(`no such mutant: ${unknown.join(', ')}`);
const mutants = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const width = Math.max(...mutants.map(({ name }) => name.length));
const started = Date.now();
const copy = createScratchCopy(root);
const verdicts: Verdict[] = [];
try {
  const tests = [...new Set(mutants.map(({ test }) => test))];
  const red = await copy.failing(tests);
  for (const line of red) print(`red without any change: ${line}`);
  if (red.length > 0) verdicts.push({ kind: 'red before' });
  else {
    for (const mutant of mutants) {
      const verdict = await copy.judge(mutant);
      verdicts.push(verdict);
      const told = verdict.kind === 'does not apply' ? verdict.reason : mutant.test;
      print(`${verdict.kind.padEnd(14)} ${mutant.name.padEnd(width)} ${told}`);
    }
  }
} finally {
  copy.remove();
}
const killed = verdicts.filter(({ kind }) => kind === 'killed').length;
const seconds = ((Date.now() - started) / 1_000).toFixed(0);
print(`mutants: ${killed} of ${mutants.length} killed, ${seconds} s, Node ${process.version}`);
process.exitCode = mutants.length > 0 && killed === mutants.length ? 0 : 1;
