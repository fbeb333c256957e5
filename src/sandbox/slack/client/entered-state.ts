import type { Person } from '../seed.ts';
import * as formats from '../validate/formats.ts';
import type { Format, Json } from '../validate/schema.ts';
import { stateOf } from '../views/element-state.ts';
import type { Element } from '../views/elements-in.ts';
import type { Workspace } from '../workspace.ts';
import { asChoice, choicesIn, optionsOf } from './choices.ts';

/**
 * What a person puts into an element: text, a date, a time, or a number as text; the value of an option; an id; a list
 * of values or ids where several can be chosen. `null` takes back what was chosen.
 */
export type Entry = string | readonly string[] | null;

interface Context {
  readonly person: Person;
  readonly workspace: Workspace;
  /** What can be chosen in an element whose options the app loads. */
  readonly offered: readonly Json[];
}

/** The element's state after that. Throws for what Slack's own controls do not let a person do. */
export function enteredState(element: Element, entry: Entry, context: Context): Json {
  const { type } = element;
  if (type.startsWith('multi_') || type === 'checkboxes') return severalState(element, entry, context);
  if (Array.isArray(entry)) throw new Error(`${type} holds one value`);
  if (entry === null && type === 'radio_buttons') throw new Error('a chosen radio button stays chosen');
  if (entry === null || typeof entry !== 'string') return stateOf(type, null);
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return stateOf(type, entry);
    case 'datepicker':
      return stateOf(type, formatted(entry, formats.date));
    case 'timepicker':
      return { ...stateOf(type, formatted(entry, formats.time)), ...zoneOf(element.value) };
    case 'datetimepicker':
      return stateOf(type, Number(formatted(entry, unixTime)));
    case 'overflow':
      return { selected_option: chosen(element, entry, context) };
    case 'rich_text_input':
    case 'file_input':
      throw new Error(`what ${type} would hold is not simulated`);
    default:
      return stateOf(type, chosen(element, entry, context));
  }
}

const unixTime: Format = { name: 'time in seconds since 1970', test: value => /^\d{10}$/u.test(value) };

function severalState(element: Element, entry: Entry, context: Context): Json {
  const { type, value } = element;
  const values = [entry ?? []].flat();
  const most = value['max_selected_items'];
  if (typeof most === 'number' && values.length > most)
    throw new Error(`${type} takes no more than ${most} items`);
  if (new Set(values).size < values.length) throw new Error(`${type} takes each item once`);
  return stateOf(
    type,
    values.map(one => chosen(element, one, context)),
  );
}

/** The option with that value, as it stands in the element; or the id, if the person can see whose it is. */
function chosen(element: Element, value: string, { person, workspace, offered }: Context): unknown {
  const { type } = element;
  const isExternal = type.endsWith('external_select');
  const isById = /(users|conversations|channels)_select$/u.test(type);
  const choices = isExternal ? offered.map(asChoice) : choicesIn(element, person, workspace);
  if (!choices.some(choice => choice.value === value))
    throw new Error(
      `${value} is not among the choices of ${type}: ${choices.map(choice => choice.value).join(', ') || 'none'}`,
    );
  if (isById) return value;
  return (isExternal ? offered : optionsOf(element.value)).find(option => option['value'] === value);
}

function formatted(value: string, { name, test }: Format): string {
  if (!test(value)) throw new Error(`${value} is not a ${name}`);
  return value;
}

function zoneOf(element: Json): Json {
  return element['timezone'] === undefined ? {} : { timezone: element['timezone'] };
}
