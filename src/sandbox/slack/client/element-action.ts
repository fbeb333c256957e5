import { type Exchange, interact, notSent } from '../interaction.ts';
import type { Person } from '../seed.ts';
import { isJson, type Json } from '../validate/schema.ts';
import { isStateful } from '../views/element-state.ts';
import { type Element, elementKey } from '../views/elements-in.ts';
import { chooseElement, type Control } from './choose-element.ts';
import { type Entry, enteredState } from './entered-state.ts';
import { chosenOptions } from './offered.ts';
import { type ClientDeps, type Place, type Surface, surfaceAt } from './surface.ts';

/** A person presses a button, and confirms where the button asks. */
export async function pressButton(
  deps: ClientDeps,
  person: Person,
  place: Place,
  control: Control,
): Promise<Exchange> {
  const surface = surfaceAt(deps, person, place);
  const element = chooseElement(surface.state().blocks, control);
  if (element.type !== 'button' && element.type !== 'icon_button')
    throw new Error(`a ${element.type} is not pressed`);
  return dispatch(deps, surface, element, {});
}

/** What a person does beyond choosing: the enter key in a text field, or a pause after which Slack tells of each letter. */
export type Typing = 'typed' | 'entered';

/** A person puts something into an element. Only some elements tell the app at once. */
export async function enterValue(
  deps: ClientDeps,
  person: Person,
  place: Place,
  control: Control,
  entry: Entry,
  typing: Typing,
): Promise<Exchange> {
  const surface = surfaceAt(deps, person, place);
  const element = chooseElement(surface.state().blocks, control);
  const { workspace } = deps;
  const state = enteredState(element, entry, {
    person,
    workspace,
    offered: chosenOptions(deps, surface, element),
  });
  if (isStateful(element.type)) surface.enter(elementKey(element), state);
  return tellsApp(element, typing) ? dispatch(deps, surface, element, state) : notSent('nothing_to_send');
}

function dispatch(deps: ClientDeps, surface: Surface, element: Element, state: Json): Promise<Exchange> {
  return interact(deps, `a use of a ${element.type}`, () => surface.action(actionOf(element, state)));
}

/** Elements of input blocks wait for the submission, unless the block dispatches. */
function tellsApp({ type, block, value }: Element, typing: Typing): boolean {
  if (block['type'] === 'input' && block['dispatch_action'] !== true) return false;
  if (!type.endsWith('_input')) return true;
  const config = isJson(value['dispatch_action_config']) ? value['dispatch_action_config'] : {};
  const on = Array.isArray(config['trigger_actions_on'])
    ? config['trigger_actions_on']
    : ['on_enter_pressed'];
  return on.includes(typing === 'entered' ? 'on_enter_pressed' : 'on_character_entered');
}

/** The element as `actions` repeats it: a button whole but for what only the screen needs, the others with their choice. */
function actionOf({ type, actionId, blockId, value }: Element, state: Json): Json {
  const ids = { action_id: actionId, block_id: blockId };
  if (!isStateful(type) && type !== 'overflow') {
    const { confirm: _confirm, accessibility_label: _label, ...button } = value;
    return { ...button, ...ids };
  }
  if (type.endsWith('_input')) return { type, ...ids, ...state };
  const repeated = Object.entries(value).filter(
    ([name]) => name.startsWith('initial_') || name === 'placeholder',
  );
  return { type, ...ids, ...Object.fromEntries(repeated), ...state };
}
