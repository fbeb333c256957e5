import {
  choiceOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  exactlyOne,
  imageSource,
  initialAmongOptions,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
} from './composition.ts';
import { broken, type Fault } from './fault.ts';
import * as formats from './formats.ts';
import { richText } from './rich-text.ts';
import {
  boolean,
  type Check,
  family,
  type Fields,
  integer,
  type Json,
  list,
  object,
  oneOf,
  string,
} from './schema.ts';

// https://docs.slack.dev/reference/block-kit/block-elements

const id = string({ max: 255 });
const acting: Fields = { 'action_id?': id };
const confirming: Fields = { ...acting, 'confirm?': confirm };
const focusing: Fields = { ...confirming, 'focus_on_load?': boolean };
const menu: Fields = { ...focusing, 'placeholder?': plainText(150) };
const multi: Fields = { ...menu, 'max_selected_items?': integer({ min: 1 }) };
const typing: Fields = {
  ...acting,
  'focus_on_load?': boolean,
  'placeholder?': plainText(150),
  'dispatch_action_config?': dispatchActionConfig,
};
const options: Fields = {
  'options?': list(menuOption, { max: 100 }),
  'option_groups?': list(optionGroup, { max: 100 }),
};
const eitherOptions = exactlyOne('options', 'option_groups');
const style = oneOf('primary', 'danger');
const label75 = string({ max: 75 });

const feedbackButton = object({
  text: plainText(75),
  value: string({ max: 2000 }),
  'accessibility_label?': label75,
});

export const elements = family({
  button: {
    ...confirming,
    text: plainText(75),
    'value?': string({ max: 2000 }),
    'url?': string({ max: 3000, is: formats.url }),
    'style?': style,
    'accessibility_label?': label75,
  },
  workflow_button: {
    ...confirming,
    text: plainText(75),
    workflow: object({
      trigger: object({
        url: string({ is: formats.webUrl }),
        'customizable_input_parameters?': list(object({ name: string(), value: string() })),
      }),
    }),
    'style?': style,
    'accessibility_label?': label75,
  },
  overflow: { ...confirming, options: list(overflowOption, { max: 5 }) },
  image: [{ ...imageSource, alt_text: string({ max: 2000 }) }, exactlyOne('image_url', 'slack_file')],

  static_select: [{ ...menu, ...options, 'initial_option?': menuOption }, eitherOptions, initialAmongOptions],
  multi_static_select: [
    { ...multi, ...options, 'initial_options?': list(menuOption, { max: 100 }) },
    eitherOptions,
    initialAmongOptions,
    initialWithin('initial_options'),
  ],
  external_select: { ...menu, 'initial_option?': menuOption, 'min_query_length?': integer() },
  multi_external_select: [
    { ...multi, 'initial_options?': list(menuOption, { max: 100 }), 'min_query_length?': integer() },
    initialWithin('initial_options'),
  ],
  users_select: { ...menu, 'initial_user?': string() },
  multi_users_select: [{ ...multi, 'initial_users?': list(string()) }, initialWithin('initial_users')],
  conversations_select: {
    ...menu,
    'initial_conversation?': string(),
    'default_to_current_conversation?': boolean,
    'response_url_enabled?': boolean,
    'filter?': conversationFilter,
  },
  multi_conversations_select: [
    {
      ...multi,
      'initial_conversations?': list(string()),
      'default_to_current_conversation?': boolean,
      'filter?': conversationFilter,
    },
    initialWithin('initial_conversations'),
  ],
  channels_select: { ...menu, 'initial_channel?': string(), 'response_url_enabled?': boolean },
  multi_channels_select: [
    { ...multi, 'initial_channels?': list(string()) },
    initialWithin('initial_channels'),
  ],

  checkboxes: [
    {
      ...focusing,
      options: list(choiceOption, { max: 10 }),
      'initial_options?': list(choiceOption, { max: 10 }),
    },
    initialAmongOptions,
  ],
  radio_buttons: [
    { ...focusing, options: list(choiceOption, { max: 10 }), 'initial_option?': choiceOption },
    initialAmongOptions,
  ],

  datepicker: { ...menu, 'initial_date?': string({ is: formats.date }) },
  timepicker: {
    ...menu,
    'initial_time?': string({ is: formats.time }),
    'timezone?': string({ is: formats.zone }),
  },
  datetimepicker: { ...focusing, 'initial_date_time?': integer({ min: 1_000_000_000, max: 9_999_999_999 }) },

  plain_text_input: [
    {
      ...typing,
      'initial_value?': string({ min: 0, max: 3000 }),
      'multiline?': boolean,
      'min_length?': integer({ max: 3000 }),
      'max_length?': integer({ min: 1, max: 3000 }),
    },
    ordered('min_length', 'max_length'),
  ],
  number_input: [
    {
      ...typing,
      is_decimal_allowed: boolean,
      'initial_value?': string({ is: formats.decimal }),
      'min_value?': string({ is: formats.decimal }),
      'max_value?': string({ is: formats.decimal }),
    },
    ordered('min_value', 'max_value'),
    ordered('min_value', 'initial_value'),
    ordered('initial_value', 'max_value'),
    wholeUnlessDecimal,
  ],
  email_text_input: { ...typing, 'initial_value?': string({ min: 0 }) },
  url_text_input: { ...typing, 'initial_value?': string({ min: 0 }) },
  rich_text_input: [
    {
      ...typing,
      'initial_value?': richText,
      'min_lines?': integer({ min: 1, max: 100 }),
      'max_lines?': integer({ min: 1, max: 100 }),
    },
    ordered('min_lines', 'max_lines'),
  ],
  file_input: { ...acting, 'filetypes?': list(string()), 'max_files?': integer({ min: 1, max: 10 }) },

  feedback_buttons: { ...acting, positive_button: feedbackButton, negative_button: feedbackButton },
  icon_button: {
    ...confirming,
    icon: oneOf('trash'),
    text: plainText(75),
    'value?': string({ max: 2000 }),
    'accessibility_label?': label75,
    'visible_to_user_ids?': list(string(), { max: 10 }),
  },
  url: { url: string({ max: 3000, is: formats.url }), text: string() },
});

const selects = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
];
const pickers = ['datepicker', 'timepicker'];
const choosing = [
  ...selects,
  ...selects.map(name => `multi_${name}`),
  'checkboxes',
  'radio_buttons',
  ...pickers,
];
const pressing = ['button', 'workflow_button', 'overflow'];
const texts = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input'];

/** Which elements may stand where. Text inputs live only in input blocks, buttons never do. */
export const places = {
  actions: [...choosing, ...pressing, 'datetimepicker', 'rich_text_input'],
  accessory: [...choosing, ...pressing, 'image'],
  input: [...choosing, ...texts, 'datetimepicker', 'file_input'],
  context_actions: ['feedback_buttons', 'icon_button'],
};

function initialWithin(name: string): Check {
  return (value, at) => {
    const [chosen, most] = [value[name], value['max_selected_items']];
    if (!Array.isArray(chosen) || typeof most !== 'number' || chosen.length <= most) return [];
    return [broken(`${at}/${name}`, `no more than ${most} items allowed`, 'max_items', most, chosen.length)];
  };
}

function ordered(low: string, high: string): Check {
  return (value, at) => {
    if (value[low] === undefined || value[high] === undefined || Number(value[low]) <= Number(value[high]))
      return [];
    return [
      broken(`${at}/${low}`, `${low} must not be greater than ${high}`, 'maximum', value[high], value[low]),
    ];
  };
}

function wholeUnlessDecimal(value: Json, at: string): Fault[] {
  if (value['is_decimal_allowed'] === true) return [];
  return ['initial_value', 'min_value', 'max_value']
    .filter(name => value[name] !== undefined && !Number.isInteger(Number(value[name])))
    .map(name => broken(`${at}/${name}`, 'must provide an integer', 'multiple_of', 1, value[name]));
}
