import type { Suggested } from '../../slack/client/suggestion.ts';
import type { SeenView } from '../../slack/client/client.ts';
import type { Message } from '../../slack/timeline.ts';
import { isJson, type Json } from './blocks/json.ts';
import type { Choices, Surface, Where } from './blocks/surface.ts';
import { perform, searchOptions } from './connection.ts';
import { asOption } from './elements/use-choices.ts';

type Place = { readonly channel: string; readonly ts: string } | { readonly view: string };

/** What stands on a message: what is chosen there Slack shows until the page is loaded anew. */
export function messageSurface(as: string, { channel, ts }: Message): Surface {
  return { ...acts(as, { channel, ts }), value: () => undefined, error: () => undefined };
}

/** What stands in a modal or on Home. */
export function viewSurface(as: string, { view, values, errors }: SeenView): Surface {
  return {
    ...acts(as, { view }),
    value: ({ block, action }) => {
      const inBlock = values[block];
      const state: unknown = isJson(inBlock) ? inBlock[action] : undefined;
      return isJson(state) ? state : undefined;
    },
    error: block => errors[block],
  };
}

function acts(as: string, place: Place): Pick<Surface, 'press' | 'enter' | 'load'> {
  return {
    press: ({ block, action }) => perform({ kind: 'press', as, place, block, action }),
    enter: ({ block, action }, entry, typing = 'typed') =>
      perform({
        kind: 'enter',
        as,
        place,
        block,
        action,
        entry: Array.isArray(entry) ? [...entry] : (entry as string | null),
        typing,
      }),
    load: async (where: Where, query) => choices(await searchOptions({ as, place, ...where, query })),
  };
}

function choices(suggested: Suggested | null): Choices {
  if (suggested?.kind !== 'options') return { kind: 'failed' };
  const groups = suggested.groups.map(({ label, options }) => ({
    label: label ?? null,
    options: options.map((option: Json) => asOption(option)),
  }));
  return { kind: 'choices', groups };
}
