import { isJson, type Json } from '../validate/schema.ts';
import { chosenIn } from '../views/element-state.ts';
import { type Element, elementKey } from '../views/elements-in.ts';
import { stateIn } from '../views/view-state.ts';
import type { ClientDeps, Surface } from './surface.ts';

/** What can be chosen in an element whose options the app loads: what it last offered, and what is chosen already. */
export function chosenOptions(deps: ClientDeps, surface: Surface, element: Element): readonly Json[] {
  if (!element.type.endsWith('external_select')) return [];
  const held = chosenIn(element.type, stateIn(surface.state(), element));
  const chosen = [held].flat().filter(isJson);
  return [...(deps.memory.offered.get(offeredKey(surface, element)) ?? []), ...chosen];
}

export function offeredKey(surface: Surface, element: Element): string {
  return `${surface.key} ${elementKey(element)}`;
}
