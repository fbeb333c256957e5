import type { HomeView, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/web-api';
import type { FormId } from '../core/ids.ts';
import { plain } from './message.ts';

// Limits: https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/reference/block-kit/composition-objects
const titleLength = 24;
const optionLength = 75;
const labelLength = 2_000;
const placeholderLength = 150;
const accessibilityLength = 75;

/** The callback id of every modal that can be submitted: what it asks is known by its form's row. */
export const formCallback = 'form';

/** Buttons that open a modal: `open-` and which one. The value is the id of what it is about, if anything. */
export const openAction = 'open';
export const openSnapshot = `${openAction}-snapshot`;

/** As the manifest declares it. */
export const snapshotShortcut = 'take_snapshot';

/** Buttons that turn the pages of Home. */
export const pageAction = 'page';

/** Lists whose options are asked for while somebody types. */
export const suggestAction = 'suggest';

/** A modal that only tells something. */
export function notice(title: string, blocks: readonly KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: plain(title, titleLength),
    close: plain('Close', titleLength),
    blocks: [...blocks],
  };
}

/** A modal to fill in. It carries the id of its form and nothing else. */
export function formView(
  form: FormId,
  words: { readonly title: string; readonly submit: string },
  blocks: readonly KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: form,
    title: plain(words.title, titleLength),
    submit: plain(words.submit, titleLength),
    close: plain('Cancel', titleLength),
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

export function textField(
  field: string,
  { label, placeholder }: FieldWords,
  { optional, maxLength }: { readonly optional: boolean; readonly maxLength: number },
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional,
    label: plain(label, labelLength),
    element: {
      type: 'plain_text_input',
      action_id: field,
      max_length: maxLength,
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
