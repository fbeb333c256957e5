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

/** An array as JSON, without a line break. */
export function* jsonArray<Item>(items: Iterable<Item>, shape: (item: Item) => unknown): Generator<string> {
  yield '[';
  let separator = '';
  for (const item of items) {
    yield `${separator}${JSON.stringify(shape(item))}`;
    separator = ',';
  }
  yield ']';
}
