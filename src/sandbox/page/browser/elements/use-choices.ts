import { useEffect, useState } from 'preact/hooks';
import { type Json, objectsIn, textOf, word } from '../blocks/json.ts';
import { type ChoiceGroup, type Choices, type Option, useSurface } from '../blocks/surface.ts';
import { type Reader, useReader } from '../reader.ts';
import type { ElementProps } from './element.tsx';

/** Slack waits for a pause in the typing before it asks the app. */
const pauseMs = 120;
const leastQuery = 3;

export type Offered =
  | Choices
  | { readonly kind: 'loading' }
  | { readonly kind: 'too-short'; readonly least: number };

/** What a select menu offers for what was typed into it; null while it is closed. */
export function useChoices({ element, where }: ElementProps, query: string | null): Offered {
  const surface = useSurface();
  const reader = useReader();
  const external = word(element['type']).includes('external');
  const least = Number(element['min_query_length'] ?? leastQuery);
  const [loaded, setLoaded] = useState<Offered>({ kind: 'loading' });

  useEffect(() => {
    if (!external || query === null || query.length < least) return;
    let late = false;
    setLoaded({ kind: 'loading' });
    const pause = setTimeout(() => {
      void surface.load(where, query).then(choices => {
        if (!late) setLoaded(choices);
      });
    }, pauseMs);
    return () => {
      late = true;
      clearTimeout(pause);
    };
  }, [external, query]);

  if (query === null) return { kind: 'loading' };
  if (!external) return { kind: 'choices', groups: filtered(ownChoices(element, reader), query) };
  return query.length < least ? { kind: 'too-short', least } : loaded;
}

export const asOption = (option: Json): Option => ({
  value: word(option['value']),
  label: textOf(option['text']),
  description: option['description'],
});

function ownChoices(element: Json, { names }: Reader): readonly ChoiceGroup[] {
  const type = word(element['type']);
  const byId = (wanted: RegExp): readonly ChoiceGroup[] => {
    const ids = Object.entries(names).filter(([id]) => wanted.test(id));
    return [
      { label: null, options: ids.map(([value, label]) => ({ value, label, description: undefined })) },
    ];
  };
  if (type.includes('users_select')) return byId(/^U/);
  if (type.includes('channels_select')) return byId(/^C/);
  if (type.includes('conversations_select')) return byId(/^[CD]/);
  if (element['option_groups'] === undefined)
    return [{ label: null, options: objectsIn(element['options']).map(asOption) }];
  return objectsIn(element['option_groups']).map(group => ({
    label: textOf(group['label']),
    options: objectsIn(group['options']).map(asOption),
  }));
}

function filtered(groups: readonly ChoiceGroup[], query: string): readonly ChoiceGroup[] {
  const fits = ({ label }: Option): boolean => label.toLowerCase().includes(query.toLowerCase());
  return groups.map(group => ({ ...group, options: group.options.filter(fits) }));
}
