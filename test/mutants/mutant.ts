import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that must not break unnoticed: a patch, and the test file that turns red when it is applied. */
export type Mutant = {
  readonly name: string;
  readonly patch: string;
  /** From the root of the repository. */
  readonly test: string;
};

/** Reads every `*.patch` of the folder. Before the diff stands a sentence and a line `Red: test/….test.ts`. */
export function readMutants(folder: string): readonly Mutant[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.patch'))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map(file => {
      const patch = join(folder, file);
      const test = /^Red: (test\/\S+\.test\.ts)$/mu.exec(readFileSync(patch, 'utf8'))?.[1];
      if (test === undefined) throw new Error(`${file} does not name the test that turns red`);
      return { name: file.replace(/\.patch$/u, ''), patch, test };
    });
}
