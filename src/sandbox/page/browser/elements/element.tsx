import type { ComponentChildren } from 'preact';
import { type Json, word } from '../blocks/json.ts';
import type { Where } from '../blocks/surface.ts';
import { strangeFields, Unknown } from '../blocks/unknown.tsx';
import { Button } from './button.tsx';
import { ChoiceList } from './choice-list.tsx';
import { DateOrTime } from './date-or-time.tsx';
import { Overflow } from './overflow.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';

export type ElementProps = {
  readonly element: Json;
  readonly where: Where;
  /** The id of what labels it, in an input block. */
  readonly labelledBy?: string | undefined;
};

type Shown = {
  readonly fields: readonly string[];
  readonly show: (props: ElementProps) => ComponentChildren;
};

const menu = ['placeholder', 'confirm', 'focus_on_load'];
const fixed = [...menu, 'options', 'option_groups'];
const many = ['max_selected_items', 'initial_options'];
const text = ['placeholder', 'initial_value', 'focus_on_load', 'dispatch_action_config'];

const select = (fields: readonly string[]): Shown => ({ fields, show: props => <Select {...props} /> });
const input = (...fields: readonly string[]): Shown => ({
  fields: [...text, ...fields],
  show: props => <TextInput {...props} />,
});
const choice = (...fields: readonly string[]): Shown => ({
  fields: ['options', 'confirm', 'focus_on_load', ...fields],
  show: props => <ChoiceList {...props} />,
});
const picker = (...fields: readonly string[]): Shown => ({
  fields: [...menu, ...fields],
  show: props => <DateOrTime {...props} />,
});

const kinds: Readonly<Record<string, Shown>> = {
  button: {
    fields: ['text', 'value', 'url', 'style', 'confirm', 'accessibility_label'],
    show: props => <Button {...props} />,
  },
  overflow: { fields: ['options', 'confirm'], show: props => <Overflow {...props} /> },
  static_select: select([...fixed, 'initial_option']),
  multi_static_select: select([...fixed, ...many]),
  external_select: select([...menu, 'initial_option', 'min_query_length']),
  multi_external_select: select([...menu, ...many, 'min_query_length']),
  users_select: select([...menu, 'initial_user']),
  conversations_select: select([
    ...menu,
    'initial_conversation',
    'default_to_current_conversation',
    'response_url_enabled',
    'filter',
  ]),
  channels_select: select([...menu, 'initial_channel', 'response_url_enabled']),
  checkboxes: choice('initial_options'),
  radio_buttons: choice('initial_option'),
  datepicker: picker('initial_date'),
  timepicker: picker('initial_time', 'timezone'),
  plain_text_input: input('multiline', 'min_length', 'max_length'),
  number_input: input('is_decimal_allowed', 'min_value', 'max_value'),
  email_text_input: input(),
  url_text_input: input(),
};

type Props = {
  readonly element: Json;
  readonly block: string;
  readonly labelledBy?: string;
};

/** One interactive element, or a red box where the page does not know it or something in it. */
export function Element({ element, block, labelledBy }: Props) {
  const type = String(element['type']);
  const kind = kinds[type];
  if (kind === undefined) return <Unknown what={`an element of type ${type}`} />;
  const strange = strangeFields(element, kind.fields);
  if (strange.length > 0) return <Unknown what={`a ${type} with ${strange.join(', ')}`} />;
  const where = { block, action: word(element['action_id']) };
  return <>{kind.show({ element, where, labelledBy })}</>;
}
