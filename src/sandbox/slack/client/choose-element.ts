import { isJson } from '../validate/schema.ts';
import { type Element, elementsIn } from '../views/elements-in.ts';

/** Which element: by its ids, or by what the person reads on it. As much of it as tells it apart from the others. */
export interface Control {
  readonly actionId?: string;
  readonly blockId?: string;
  /** The text of a button, the label of an input block, else the placeholder. */
  readonly label?: string;
}

export function chooseElement(blocks: unknown, control: Control): Element {
  const all = elementsIn(blocks);
  const [only, ...others] = all.filter(element => fits(element, control));
  if (only !== undefined && others.length === 0) return only;
  const there = all.map(one => `[${labelOf(one)}] ${one.type} ${one.actionId} in ${one.blockId}`).join(', ');
  const problem = only === undefined ? 'no such element' : 'more than one such element';
  throw new Error(`${problem} (${JSON.stringify(control)}); there are: ${there || 'none'}`);
}

function fits(element: Element, { actionId, blockId, label }: Control): boolean {
  return (
    (actionId === undefined || actionId === element.actionId) &&
    (blockId === undefined || blockId === element.blockId) &&
    (label === undefined || label === labelOf(element))
  );
}

function labelOf({ value, block }: Element): string {
  return text(value['text']) ?? text(block['label']) ?? text(value['placeholder']) ?? '';
}

function text(value: unknown): string | undefined {
  return isJson(value) ? String(value['text']) : undefined;
}
