import { z } from 'zod';
import type { Json } from '../validate/schema.ts';
import { readView } from '../views/read-view.ts';
import type { View } from '../views/view.ts';
import type { Views } from '../views/views.ts';
import { isInputBlock } from './filled-in.ts';

/** What an app may answer to a submission: https://docs.slack.dev/surfaces/modals#updating_response */
const answer = z.discriminatedUnion('response_action', [
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z
      .record(z.string(), z.string().min(1))
      .refine(errors => Object.keys(errors).length > 0, 'no errors'),
  }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

/** Does what the app answered to the submission of that view; answers what is wrong with the answer, if anything is. */
export function takeAnswer(payload: Json, view: View, views: Views): string | undefined {
  if (Object.keys(payload).length === 0) {
    views.remove([view]);
    return undefined;
  }
  const parsed = answer.safeParse(payload);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { data } = parsed;
  switch (data.response_action) {
    case 'errors':
      return showErrors(data.errors, view, views);
    case 'clear':
      views.remove(views.stack(view.user));
      return undefined;
    case 'update':
    case 'push':
      return showView(data.response_action, data.view, view, views);
  }
}

function showErrors(errors: Readonly<Record<string, string>>, view: View, views: Views): string | undefined {
  const strange = Object.keys(errors).filter(blockId => !isInputBlock(view, blockId));
  if (strange.length > 0) return `errors for what is no input block: ${strange.join(', ')}`;
  views.put({ ...view, errors });
  return undefined;
}

function showView(how: 'update' | 'push', given: unknown, view: View, views: Views): string | undefined {
  const read = readView(given, 'modal');
  if (!read.ok) return [read.error, ...read.reasons].join('; ');
  const holder = views.byExternalId(read.externalId);
  if (holder !== undefined && (how === 'push' || holder.id !== view.id)) return 'duplicate_external_id';
  if (how === 'push' && views.isFull(view.user)) return 'push_limit_reached';
  if (how === 'push') views.push(view.user, read.view);
  else views.update(view, read.view);
  return undefined;
}
