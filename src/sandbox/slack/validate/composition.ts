import { broken, type Fault, missing, spell } from './fault.ts';
import * as formats from './formats.ts';
import {
  boolean,
  byType,
  type Check,
  family,
  isJson,
  type Json,
  list,
  object,
  objectsIn,
  oneOf,
  type Rule,
  string,
} from './schema.ts';

// https://docs.slack.dev/reference/block-kit/composition-objects

export function plainText(max = 3000): Rule {
  return object({ type: oneOf('plain_text'), text: string({ max }), 'emoji?': boolean });
}

export function anyText(max = 3000): Rule {
  return byType(
    family({
      plain_text: { text: string({ max }), 'emoji?': boolean },
      mrkdwn: { text: string({ max }), 'verbatim?': boolean },
    }),
  );
}

export const confirm = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  'style?': oneOf('primary', 'danger'),
});

// The option value's limit was 75 for years and is 150 now; text and description kept their 75.
// https://docs.slack.dev/reference/block-kit/composition-objects/option-object
export const menuOption = object({
  text: plainText(75),
  value: string({ max: 150 }),
  'description?': plainText(75),
});

/** Only overflow menus may carry a link per option. */
export const overflowOption = object({
  text: plainText(75),
  value: string({ max: 150 }),
  'description?': plainText(75),
  'url?': string({ max: 3000, is: formats.url }),
});

/** Radio buttons and checkboxes, and only they, may style their words. */
export const choiceOption = object({
  text: anyText(75),
  value: string({ max: 150 }),
  'description?': anyText(75),
});

export const optionGroup = object({ label: plainText(75), options: list(menuOption, { max: 100 }) });

export const conversationFilter = object(
  {
    'include?': list(oneOf('im', 'mpim', 'private', 'public')),
    'exclude_external_shared_channels?': boolean,
    'exclude_bot_users?': boolean,
  },
  (filter, at) =>
    Object.keys(filter).length === 0
      ? [broken(at, 'must have minimum 1 properties', 'min_properties', 1, 0)]
      : [],
);

export const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }),
});

export const imageSource = {
  'image_url?': string({ max: 3000, is: formats.webUrl }),
  'slack_file?': object({ 'id?': string(), 'url?': string({ is: formats.url }) }, exactlyOne('id', 'url')),
};

export const imageElement = object(
  { type: oneOf('image'), ...imageSource, alt_text: string({ max: 2000 }) },
  exactlyOne('image_url', 'slack_file'),
);

export function exactlyOne(...names: readonly string[]): Check {
  return (value, at) => {
    const given = names.filter(name => value[name] !== undefined);
    return given.length === 1
      ? []
      : [broken(at, `must provide exactly one of: ${names.join(', ')}`, 'one_of', names, given)];
  };
}

export function atLeastOne(...names: readonly string[]): Check {
  return (value, at) =>
    names.some(name => value[name] !== undefined) ? [] : [missing(at, names.join(' or '))];
}

/** What is selected at first must be one of the choices, word for word. */
export function initialAmongOptions(menu: Json, at: string): Fault[] {
  const groups = menu['option_groups'] === undefined ? [menu] : objectsIn(menu['option_groups']);
  const known = new Set(groups.flatMap(group => objectsIn(group['options'])).map(optionKey));
  return ['initial_option', 'initial_options'].flatMap(name =>
    [menu[name]]
      .flat()
      .filter(isJson)
      .filter(option => !known.has(optionKey(option)))
      .map(option =>
        broken(
          `${at}/${name}`,
          `${name} must match one of the options`,
          'enum',
          [...known],
          optionKey(option),
        ),
      ),
  );
}

function optionKey(option: Json): string {
  return spell([option['value'], isJson(option['text']) ? option['text']['text'] : undefined]);
}
