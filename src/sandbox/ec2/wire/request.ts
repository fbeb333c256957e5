import type { IncomingHttpHeaders } from 'node:http';
import type { Params } from './query.ts';

export type WireRequest = {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** The action and its parameters as they were written, before any service is asked what it makes of them. */
export function asWritten({ headers, body }: WireRequest): {
  readonly action: string;
  readonly params: Params;
} {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { action: target.split('.').at(-1) ?? '', params: { body } };
  const fields = fieldsOf(body);
  const action = fields.find(([name]) => name === 'Action')?.[1] ?? '';
  return { action, params: Object.fromEntries(fields.filter(isParameter)) };
}

export function fieldsOf(body: string): [string, string][] {
  return [...new URLSearchParams(body)];
}

export function isParameter([name]: readonly [string, string]): boolean {
  return name !== 'Action' && name !== 'Version';
}
