import { z } from 'zod';

// The payload is always an object; an ack without content carries an empty one.
const schema = z.strictObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** The one kind of frame an app may send over Socket Mode. */
export function parseAckFrame(frame: string): z.infer<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(frame));
  } catch {
    return undefined;
  }
}
