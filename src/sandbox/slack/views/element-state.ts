import type { Json } from '../validate/schema.ts';

interface Spelling {
  /** The field in which the element carries what is chosen, in `state.values` and in actions. */
  readonly field: string;
  readonly initial: string;
  /** What `state.values` says of an element in which nothing is chosen. */
  readonly empty: Json;
}

const one = (field: string, initial: string): Spelling => ({ field, initial, empty: { [field]: null } });
const many = (field: string, initial: string): Spelling => ({ field, initial, empty: { [field]: [] } });

// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
const spellings: Readonly<Record<string, Spelling>> = {
  plain_text_input: one('value', 'initial_value'),
  number_input: one('value', 'initial_value'),
  email_text_input: one('value', 'initial_value'),
  url_text_input: one('value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  users_select: one('selected_user', 'initial_user'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  channels_select: one('selected_channel', 'initial_channel'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
  multi_static_select: many('selected_options', 'initial_options'),
  multi_external_select: many('selected_options', 'initial_options'),
  checkboxes: many('selected_options', 'initial_options'),
  multi_users_select: many('selected_users', 'initial_users'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations'),
  multi_channels_select: many('selected_channels', 'initial_channels'),
};

/** Whether an element keeps what a person chose in it; buttons and overflow menus do not. */
export function isStateful(type: string): boolean {
  return type in spellings;
}

export function emptyState(type: string): Json {
  return spelling(type).empty;
}

export function hasInitial(element: Json): boolean {
  const known = spellings[String(element['type'])];
  return known !== undefined && element[known.initial] !== undefined;
}

/** What is chosen before anybody has touched it; `current` is the conversation that the person came from. */
export function initialState(element: Json, current: string | undefined): Json {
  const type = String(element['type']);
  const { field, initial, empty } = spelling(type);
  const given = element[initial] ?? currentConversation(element, current);
  return given === undefined ? empty : stateOf(type, given, field);
}

function currentConversation(element: Json, current: string | undefined): unknown {
  if (element['default_to_current_conversation'] !== true || current === undefined) return undefined;
  return element['type'] === 'conversations_select' ? current : [current];
}

/** The state of an element in which that was chosen: text, an option, an id, or a list of these. */
export function stateOf(type: string, chosen: unknown, field = spelling(type).field): Json {
  return chosen === '' || chosen === null ? emptyState(type) : { [field]: chosen };
}

/** What is chosen, bare. */
export function chosenIn(type: string, state: Json): unknown {
  return state[spelling(type).field];
}

export function isEmpty(type: string, state: Json): boolean {
  const chosen = chosenIn(type, state);
  return chosen === null || chosen === undefined || (Array.isArray(chosen) && chosen.length === 0);
}

function spelling(type: string): Spelling {
  const known = spellings[type];
  if (known === undefined) throw new Error(`what ${type} would hold is not simulated`);
  return known;
}
