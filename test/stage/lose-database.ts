import { rmSync } from 'node:fs';
import type { Stage } from './stage.ts';

/** Stops the bot, takes its database away, and starts it on an empty one, against the same services. */
export async function loseDatabase(stage: Stage): Promise<void> {
  await stage.stop();
  removeDatabase(stage.database);
  await stage.start();
}

export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}
