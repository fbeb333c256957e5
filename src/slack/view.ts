import type { HomeView, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/web-api';
import type { ChannelId, FormId } from '../core/ids.ts';
import { openAction, plain } from './message.ts';

// Limits: https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/reference/block-kit/composition-objects
const titleLength = 24;
const optionLength = 75;
const labelLength = 2_000;
const hintLength = 2_000;
const placeholderLength = 150;
const accessibilityLength = 75;

/** The callback id of every modal that can be submitted: what it asks is known by its form's row. */
export const formCallback = 'form';

export const openSnapshot = `${openAction}-snapshot`;
export const openPolicy = `${openAction}-policy`;

/** As the manifest declares it. */
export const snapshotShortcut = 'take_snapshot';

/** Buttons that turn the pages of Home. */
export const pageAction = 'page';

/** Lists whose options are asked for while somebody types. */
export const suggestAction = 'suggest';

/** A modal that only tells something. `last`: closing it closes what lies below it, too. */
export function notice(title: string, blocks: readonly KnownBlock[], last = false): ModalView {
  return {
    ...(last ? { clear_on_close: true } : {}),
    type: 'modal',
    title: plain(title, titleLength),
    close: plain('Close', titleLength),
    blocks: [...blocks],
  };
}

/** A modal to fill in. It carries the id of its form and nothing else. */
export function formView(
  form: FormId,
  words: { readonly title: string; readonly submit: string; readonly close?: string },
  blocks: readonly KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: form,
    title: plain(words.title, titleLength),
    submit: plain(words.submit, titleLength),
    close: plain(words.close ?? 'Cancel', titleLength),
    blocks: [...blocks],
  };
}

export function homeView(blocks: readonly KnownBlock[]): HomeView {
  return { type: 'home', blocks: [...blocks] };
}

type FieldWords = { readonly label: string; readonly placeholder: string };

/** A list that is searched while somebody types. The block's id is the name of the field. */
export function searchField(
  field: string,
  { label, placeholder }: FieldWords,
  chosen: PlainTextOption | null,
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label, labelLength),
    element: {
      type: 'external_select',
      action_id: `${suggestAction}-${field}`,
      // The whole list before the first letter.
      min_query_length: 0,
      placeholder: plain(placeholder, placeholderLength),
      ...(chosen === null ? { focus_on_load: true } : { initial_option: chosen }),
    },
  };
}

/** The same for several of them. */
export function multiSearchField(
  field: string,
  { label, placeholder }: FieldWords,
  { chosen, atMost }: { readonly chosen: readonly PlainTextOption[]; readonly atMost: number },
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(label, labelLength),
    element: {
      type: 'multi_external_select',
      action_id: `${suggestAction}-${field}`,
      min_query_length: 0,
      max_selected_items: atMost,
      placeholder: plain(placeholder, placeholderLength),
      ...(chosen.length === 0 ? {} : { initial_options: [...chosen] }),
    },
  };
}

type Choices = { readonly options: readonly PlainTextOption[]; readonly chosen: readonly string[] };

const initially = ({ options, chosen }: Choices): PlainTextOption[] =>
  options.filter(({ value }) => value !== undefined && chosen.includes(value));

/** A list of a few choices, one of which is always chosen. */
export function choiceField(field: string, label: string, choices: Choices): InputBlock {
  const [first] = initially(choices);
  return {
    type: 'input',
    block_id: field,
    label: plain(label, labelLength),
    element: {
      type: 'static_select',
      action_id: field,
      options: [...choices.options],
      ...(first === undefined ? {} : { initial_option: first }),
    },
  };
}

export function multiChoiceField(
  field: string,
  { label, placeholder, hint }: FieldWords & { readonly hint: string },
  choices: Choices,
): InputBlock {
  const chosen = initially(choices);
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(label, labelLength),
    hint: plain(hint, hintLength),
    element: {
      type: 'multi_static_select',
      action_id: field,
      options: [...choices.options],
      placeholder: plain(placeholder, placeholderLength),
      ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    },
  };
}

/** A time of the day; `00:00` to `23:59`. */
export function timeField(
  field: string,
  { label, hint }: { readonly label: string; readonly hint: string },
  chosen: string,
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(label, labelLength),
    hint: plain(hint, hintLength),
    element: {
      type: 'timepicker',
      action_id: field,
      ...(chosen === '' ? {} : { initial_time: chosen }),
    },
  };
}

/** A public channel, or a private one that the reader is in. */
export function channelField(
  field: string,
  { label, hint }: { readonly label: string; readonly hint: string },
  chosen: ChannelId | null,
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label, labelLength),
    hint: plain(hint, hintLength),
    element: {
      type: 'conversations_select',
      action_id: field,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(chosen === null ? {} : { initial_conversation: chosen }),
    },
  };
}

export function textField(
  field: string,
  { label, placeholder, hint = '' }: FieldWords & { readonly hint?: string },
  {
    optional,
    maxLength,
    initial = '',
  }: { readonly optional: boolean; readonly maxLength: number; readonly initial?: string },
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional,
    label: plain(label, labelLength),
    ...(hint === '' ? {} : { hint: plain(hint, hintLength) }),
    element: {
      type: 'plain_text_input',
      action_id: field,
      max_length: maxLength,
      ...(initial === '' ? {} : { initial_value: initial }),
      placeholder: plain(placeholder, placeholderLength),
    },
  };
}

/** `value` comes back when it is chosen; text from outside is cut to what Slack takes. */
export function option(text: string, description: string, value: string): PlainTextOption {
  return {
    text: plain(text, optionLength),
    description: plain(description, optionLength),
    value,
  };
}

/** A choice that needs no more than its name. */
export function plainOption(text: string, value: string): PlainTextOption {
  return { text: plain(text, optionLength), value };
}

/** `about`: the button in full, for whoever hears it among many of the same label. */
export type ViewButton = {
  readonly action: string;
  readonly label: string;
  readonly about: string;
  readonly value: string | null;
};

export function viewButton({ action, label, about, value }: ViewButton) {
  return {
    type: 'button' as const,
    action_id: action,
    text: plain(label, optionLength),
    accessibility_label: plain(about, accessibilityLength).text,
    ...(value === null ? {} : { value }),
  };
}
