import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Mutant } from './mutant.ts';

export type Verdict =
  | { readonly kind: 'killed' }
  | { readonly kind: 'SURVIVED' }
  /** The tests could not even be run, so nobody knows. */
  | { readonly kind: 'NOT RUN' }
  | { readonly kind: 'does not apply'; readonly reason: string }
  | { readonly kind: 'red before' };

export type ScratchCopy = {
  /** The tests that fail in these files as the copy stands, by their full names. */
  failing(files: readonly string[]): Promise<readonly string[]>;
  /** Applies the patch, runs its test and takes the patch out again. */
  judge(mutant: Mutant): Promise<Verdict>;
  remove(): void;
};

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** A copy of the repository as it stands, with its packages, where files may be broken. */
export function createScratchCopy(root: string): ScratchCopy {
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(name => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));

  const patched = (patch: string, ...more: readonly string[]) =>
    spawnSync('git', ['apply', ...more, patch], {
      cwd: folder,
      encoding: 'utf8',
      // The copy is no repository, and one that may be around it is none of its business.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) },
    });

  async function run(files: readonly string[], more: readonly string[] = []) {
    const output = join(folder, 'report.json');
    rmSync(output, { force: true });
    const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', ...files, '--reporter=json', `--outputFile=${output}`, ...more];
    await once(spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' }), 'exit');
    if (!existsSync(output)) return null;
    const { testResults } = report.parse(JSON.parse(readFileSync(output, 'utf8')));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    // A file that could not be loaded has a message and no tests.
    const unread = testResults.filter(result => result.assertionResults.length === 0);
    return { failed, unread: unread.map(({ name, message }) => `${name}: ${message}`), count: tests.length };
  }

  return {
    async failing(files) {
      const result = await run(files);
      if (result === null || result.count === 0) return ['no test could be run'];
      return [...result.failed, ...result.unread];
    },
    async judge({ patch, test }) {
      const applied = patched(patch);
      if (applied.status !== 0) return { kind: 'does not apply', reason: applied.stderr.trim() };
      const result = await run([test], ['--bail=1']);
      const undone = patched(patch, '--reverse');
      if (undone.status !== 0) throw new Error(`a patch could not be taken out again: ${undone.stderr}`);
      if (result === null || result.unread.length > 0 || result.count === 0) return { kind: 'NOT RUN' };
      return { kind: result.failed.length > 0 ? 'killed' : 'SURVIVED' };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
