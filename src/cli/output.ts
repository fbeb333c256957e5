import { once } from 'node:events';

/** Enough to make few calls, and little enough never to hold a long output as one string. */
const chunk = 65_536;

/** Writes piece by piece, no faster than it is read. */
export async function print(pieces: Iterable<string>): Promise<void> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < chunk) continue;
    await write(waiting);
    waiting = '';
  }
  await write(waiting);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One line of JSON: an array of what `items` yields. */
export function* jsonArray(items: Iterable<unknown>): Generator<string> {
  yield '[';
  let separator = '';
  for (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ',';
  }
  yield ']';
}
