import { z } from 'zod';
import type { Metadata } from '../timeline.ts';

// https://docs.slack.dev/messaging/message-metadata
const schema = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** An empty object takes the metadata off a message. Every member of the workspace can read metadata. */
export function readMetadata(given: unknown): Metadata | undefined | 'invalid' {
  if (given === undefined || JSON.stringify(given) === '{}') return undefined;
  const parsed = schema.safeParse(given);
  return parsed.success ? parsed.data : 'invalid';
}
