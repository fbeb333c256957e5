import { blocks as rules, type Surface, surfaces } from './blocks.ts';
import { plainText } from './composition.ts';
import { crossRules } from './cross-rules.ts';
import { broken, type Fault, missing, wrongType } from './fault.ts';
import { boolean, byType, isJson, type Json, list, object, objectsIn, oneOf, string } from './schema.ts';

/** What Slack would refuse about these blocks; empty when it would take them. `at` is the JSON pointer of the array. */
export function validateBlocks(blocks: unknown, surface: Surface, at = '/blocks'): Fault[] {
  const allowed = Object.keys(rules).filter(type => surfaces[type]?.includes(surface));
  const faults = list(byType(rules, allowed), { min: 0, max: surface === 'message' ? 50 : 100 })(blocks, at);
  return faults.length > 0
    ? faults
    : [...crossRules(objectsIn(blocks), at), ...filesOutsideModals(objectsIn(blocks), surface, at)];
}

// https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
function filesOutsideModals(blocks: readonly Json[], surface: Surface, at: string): Fault[] {
  return blocks.flatMap(({ element }, index) => {
    const misplaced = surface !== 'modal' && isJson(element) && element['type'] === 'file_input';
    return misplaced ? [broken(`${at}/${index}/element/type`, 'unsupported type: file_input')] : [];
  });
}

const shared = {
  'private_metadata?': string({ min: 0, max: 3000 }),
  'callback_id?': string({ min: 0, max: 255 }),
  'external_id?': string({ min: 0, max: 255 }),
};

const views = {
  modal: object(
    {
      type: oneOf('modal'),
      title: plainText(24),
      'submit?': plainText(24),
      'close?': plainText(24),
      'clear_on_close?': boolean,
      'notify_on_close?': boolean,
      'submit_disabled?': boolean,
      blocks: viewBlocks('modal'),
      ...shared,
    },
    inputsNeedSubmit,
  ),
  home: object({ type: oneOf('home'), blocks: viewBlocks('home'), ...shared }),
};

/** A view as `views.open`, `push`, `update` and `publish` take it: one that Slack sent back has fields it will refuse. */
export function validateView(view: unknown, at = '/view'): Fault[] {
  if (!isJson(view)) return [wrongType(at, 'must provide an object')];
  // https://docs.slack.dev/surfaces/modals
  const tooLarge = JSON.stringify(view).length > 250_000 ? [broken(at, 'view_too_large')] : [];
  return [...tooLarge, ...byType(views)(view, at)];
}

function viewBlocks(surface: 'modal' | 'home') {
  return (blocks: unknown, at: string): Fault[] => {
    const empty = Array.isArray(blocks) && blocks.length === 0;
    return empty
      ? [broken(at, 'must provide at least 1 items', 'min_items', 1, 0)]
      : validateBlocks(blocks, surface, at);
  };
}

function inputsNeedSubmit(view: Json, at: string): Fault[] {
  const asks = objectsIn(view['blocks']).some(block => block['type'] === 'input');
  return asks && view['submit'] === undefined ? [missing(at, 'submit')] : [];
}
