import type { Json } from '../validate/schema.ts';
import { emptyState, initialState, isStateful } from './element-state.ts';
import { type Element, elementKey, elementsIn } from './elements-in.ts';

/** What a person entered, by `elementKey`, each as `state.values` spells it. */
export type Inputs = ReadonlyMap<string, Json>;

export interface StateSource {
  readonly blocks: unknown;
  readonly inputs: Inputs;
  /** Elements whose `initial_*` Slack shows but does not know of. */
  readonly forgotten?: ReadonlySet<string>;
  readonly current?: string | undefined;
}

/** `state.values` as Slack sends it to the app. */
export function stateValues(source: StateSource): Json {
  return values(source, element => stateIn(source, element));
}

/** The same as the person sees it, which can be more than Slack tells the app. */
export function shownValues(source: StateSource): Json {
  const { forgotten: _forgotten, ...shown } = source;
  return values(shown, element => stateIn(shown, element));
}

export function stateIn(source: StateSource, element: Element): Json {
  const key = elementKey(element);
  const entered = source.inputs.get(key);
  if (entered !== undefined) return entered;
  return source.forgotten?.has(key) === true
    ? emptyState(element.type)
    : initialState(element.value, source.current);
}

function values({ blocks }: StateSource, stateFor: (element: Element) => Json): Json {
  const found: Record<string, Record<string, Json>> = {};
  for (const element of elementsIn(blocks)) {
    if (!isStateful(element.type)) continue;
    const block = (found[element.blockId] ??= {});
    block[element.actionId] = { type: element.type, ...stateFor(element) };
  }
  return found;
}
