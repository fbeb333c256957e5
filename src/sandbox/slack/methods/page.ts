/** One page of a list that Slack gives out by cursor, or Slack's name for what is wrong with the request. */
export function pageOf<Item>(
  all: readonly Item[],
  limit: number,
  cursor: string | undefined,
):
  | { readonly items: readonly Item[]; readonly next: string | undefined }
  | 'invalid_limit'
  | 'invalid_cursor' {
  if (limit < 1 || limit > 999) return 'invalid_limit';
  const after = readCursor(cursor);
  if (after === undefined) return 'invalid_cursor';
  const more = after + limit < all.length;
  return { items: all.slice(after, after + limit), next: more ? writeCursor(after + limit) : undefined };
}

function writeCursor(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return 0;
  const [, offset] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return offset === undefined ? undefined : Number(offset);
}
