import { spell } from '../validate/fault.ts';
import * as formats from '../validate/formats.ts';
import { objectsIn, isJson, type Json } from '../validate/schema.ts';
import { chosenIn, isEmpty } from '../views/element-state.ts';
import { type Element, elementsIn } from '../views/elements-in.ts';
import { blocksOf, type View } from '../views/view.ts';
import { stateIn } from '../views/view-state.ts';

/**
 * What Slack itself finds wrong in a modal before it sends anything, by block_id: the app never hears of such a
 * submission. The first sentence is Slack's own, the others only mean the same as Slack's.
 */
export function problemsIn(view: View): Readonly<Record<string, string>> {
  const blocks = blocksOf(view);
  const inputs = objectsIn(blocks).filter(block => block['type'] === 'input');
  return Object.fromEntries(
    inputs.flatMap(block => {
      const [element] = elementsIn([block]);
      const problem =
        element === undefined ? undefined : problemIn(element, stateIn({ ...view, blocks }, element));
      return problem === undefined ? [] : [[String(block['block_id']), problem]];
    }),
  );
}

function problemIn(element: Element, state: Json): string | undefined {
  const { type, value, block } = element;
  if (isEmpty(type, state))
    return block['optional'] === true ? undefined : 'Please complete this required field.';
  const chosen = chosenIn(type, state);
  switch (type) {
    case 'plain_text_input':
      return wrongLength(String(chosen), value);
    case 'number_input':
      return wrongNumber(String(chosen), value);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(String(chosen))
        ? undefined
        : 'Please enter a valid email address.';
    case 'url_text_input':
      return formats.url.test(String(chosen)) ? undefined : 'Please enter a valid URL.';
    default:
      return undefined;
  }
}

function wrongLength(text: string, { min_length: least, max_length: most = 3000 }: Json): string | undefined {
  if (typeof least === 'number' && text.length < least) return `Please enter at least ${least} characters.`;
  return text.length > Number(most) ? `Please enter no more than ${spell(most)} characters.` : undefined;
}

function wrongNumber(text: string, element: Json): string | undefined {
  const number = Number(text);
  if (!formats.decimal.test(text)) return 'Please enter a number.';
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number))
    return 'Please enter a whole number.';
  const { min_value: least, max_value: most } = element;
  if (least !== undefined && number < Number(least)) return `Please enter ${spell(least)} or more.`;
  return most !== undefined && number > Number(most) ? `Please enter ${spell(most)} or less.` : undefined;
}

/** Whether a block is one that an app may put an error below. */
export function isInputBlock(view: View, blockId: string): boolean {
  const blocks = blocksOf(view);
  return objectsIn(blocks).some(
    block => isJson(block) && block['block_id'] === blockId && block['type'] === 'input',
  );
}
