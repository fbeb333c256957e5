import type { SeenView } from '../../src/sandbox/slack/client/client.ts';
import type { Message } from '../../src/sandbox/slack/timeline.ts';
import { isJson } from '../../src/sandbox/slack/validate/schema.ts';
import { messageText } from '../../src/sandbox/slack/transcript.ts';
import type { Stage } from './stage.ts';

/** A modal or a Home as its reader sees it: title, blocks, and what stands at the fields. */
export function viewText(stage: Stage, { content, errors, trouble }: SeenView): string {
  const now = stage.clock.now();
  const title = isJson(content['title']) ? String(content['title']['text']) : undefined;
  const message = { ts: String(now / 1_000), text: '', blocks: content['blocks'] } as unknown as Message;
  const lines = [
    ...(title === undefined ? [] : [`# ${title}`]),
    messageText(message, { nameOf: id => stage.slack.nameOf(id), now }),
    ...Object.entries(errors).map(([field, error]) => `${field}! ${error}`),
    ...(trouble === undefined ? [] : [`TROUBLE: ${trouble}`]),
  ];
  return lines.join('\n');
}
