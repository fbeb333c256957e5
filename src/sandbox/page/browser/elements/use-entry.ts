import type { Json } from '../blocks/json.ts';
import { type Entry, useSurface } from '../blocks/surface.ts';
import type { ElementProps } from './element.tsx';
import { type Action, useAction } from './use-action.tsx';

export type Entered = Omit<Action, 'start'> & {
  /** What the element holds: text, an option, an id, or a list of these. */
  readonly held: unknown;
  enter(entry: Entry, typing?: 'typed' | 'entered'): void;
};

/** An element that keeps what somebody entered. */
export function useEntry({ element, where }: ElementProps): Entered {
  const surface = useSurface();
  const { start, busy, extra } = useAction(element);
  return {
    busy,
    extra,
    held: heldIn(surface.value(where) ?? {}),
    enter: (entry, typing) => start(() => surface.enter(where, entry, typing)),
  };
}

function heldIn({ type: _type, timezone: _zone, ...state }: Json): unknown {
  return Object.values(state)[0];
}
