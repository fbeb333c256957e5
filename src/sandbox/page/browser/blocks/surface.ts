import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Json } from './json.ts';

/** What blocks stand on, and where what is done to them goes. The acts answer a sentence when they did not arrive. */
export type Surface = {
  press(where: Where): Promise<string | null>;
  /** Chooses or types; the app hears of it at once only from some elements. */
  enter(where: Where, entry: Entry, typing?: 'typed' | 'entered'): Promise<string | null>;
  /** What the element holds, as `state.values` spells it. */
  value(where: Where): Json | undefined;
  /** Asks the app for the choices of an external select. */
  load(where: Where, query: string): Promise<Choices>;
  /** What stands below an input block. */
  error(block: string): string | undefined;
};

export type Where = { readonly block: string; readonly action: string };

/** Text, an option's value or an id; several of them; or nothing any more. */
export type Entry = string | readonly string[] | null;

export type Choices =
  | { readonly kind: 'choices'; readonly groups: readonly ChoiceGroup[] }
  | { readonly kind: 'failed' };

export type ChoiceGroup = { readonly label: string | null; readonly options: readonly Option[] };

/** An option of the app's, or a person's or channel's id under its name. */
export type Option = { readonly value: string; readonly label: string; readonly description: unknown };

const nowhere: Surface = {
  press: () => Promise.resolve('nothing stands behind this'),
  enter: () => Promise.resolve('nothing stands behind this'),
  value: () => undefined,
  load: () => Promise.resolve({ kind: 'failed' }),
  error: () => undefined,
};

export const SurfaceContext = createContext<Surface>(nowhere);

export const useSurface = (): Surface => useContext(SurfaceContext);
