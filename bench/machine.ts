import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

const packages = [
  '@slack/bolt',
  '@aws-sdk/client-ec2',
  'better-sqlite3',
  'temporal-polyfill',
  'tsx',
  'ws',
] as const;

/** What a figure of a run must not be separated from. */
export function machine(): Readonly<Record<string, string>> {
  const [cpu] = cpus();
  return {
    node: process.version,
    ...Object.fromEntries(packages.map(name => [name, versionOf(name)])),
    machine: `${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    // Other work on the machine shows here before it shows as a strange figure.
    load: loadavg()
      .map(load => load.toFixed(2))
      .join(' '),
  };
}

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}
