import type { IncomingMessage } from 'node:http';
import type { Json } from './validate/schema.ts';
import { isJson } from './validate/schema.ts';

// Far above any message or view; only a runaway caller reaches it.
const maxBytes = 4_000_000;

/** The arguments in a body, be it a form (values are text) or JSON; `undefined` when it is neither. */
export async function readBody(request: IncomingMessage): Promise<Json | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const [contentType = ''] = (request.headers['content-type'] ?? '').split(';');
  if (text === '') return {};
  if (contentType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(text));
  return contentType === 'application/json' ? parseObject(text) : undefined;
}

function parseObject(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
