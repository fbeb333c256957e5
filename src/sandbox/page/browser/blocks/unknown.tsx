import { useEffect } from 'preact/hooks';
import { reportUnknown } from '../connection.ts';
import type { Json } from './json.ts';

/** Something that Slack would show and this page cannot: never passed over, and the run has failed. */
export function Unknown({ what }: { readonly what: string }) {
  useEffect(() => reportUnknown(what), [what]);
  return (
    <div class="unknown" role="alert">
      The sandbox cannot show this: {what}
    </div>
  );
}

const named = ['type', 'block_id', 'action_id'];

/** The fields that nobody has taught the page to show. */
export function strangeFields(value: Json, known: readonly string[]): readonly string[] {
  return Object.keys(value).filter(name => !named.includes(name) && !known.includes(name));
}
