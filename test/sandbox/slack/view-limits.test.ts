import { describe, expect, test } from 'vitest';
import { faultLine } from '../../../src/sandbox/slack/validate/fault.ts';
import { validateView } from '../../../src/sandbox/slack/validate/validate.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const option = (index: number, length = 1) => ({ text: plain(length), value: `o${index}` });
const options = (count: number) => Array.from({ length: count }, (_, index) => option(index));
const several = (count: number, block: object) => Array.from({ length: count }, () => block);
const divider = { type: 'divider' };
const input = (element: object, more = {}) => ({ type: 'input', label: plain(1), element, ...more });
const modal = (more: object) => ({
  type: 'modal',
  title: plain(1),
  submit: plain(1),
  blocks: [divider],
  ...more,
});
const home = (...blocks: object[]) => ({ type: 'home', blocks });
const text = { type: 'plain_text_input' };

/** At the limit, one beyond it, and where Slack points then. */
describe('the limits of a view', () => {
  test.each<[string, object, object, string]>([
    ['title', modal({ title: plain(24) }), modal({ title: plain(25) }), '/title/text'],
    ['submit', modal({ submit: plain(24) }), modal({ submit: plain(25) }), '/submit/text'],
    ['close', modal({ close: plain(24) }), modal({ close: plain(25) }), '/close/text'],
    [
      'callback_id',
      modal({ callback_id: 'x'.repeat(255) }),
      modal({ callback_id: 'x'.repeat(256) }),
      '/callback_id',
    ],
    [
      'external_id',
      modal({ external_id: 'x'.repeat(255) }),
      modal({ external_id: 'x'.repeat(256) }),
      '/external_id',
    ],
    [
      'private_metadata',
      modal({ private_metadata: 'x'.repeat(3000) }),
      modal({ private_metadata: 'x'.repeat(3001) }),
      '/private_metadata',
    ],
    ['blocks', modal({ blocks: several(100, divider) }), modal({ blocks: several(101, divider) }), '/blocks'],
    [
      'label',
      modal({ blocks: [input(text, { label: plain(2000) })] }),
      modal({ blocks: [input(text, { label: plain(2001) })] }),
      '/blocks/0/label/text',
    ],
    [
      'options',
      modal({ blocks: [input({ type: 'static_select', options: options(100) })] }),
      modal({ blocks: [input({ type: 'static_select', options: options(101) })] }),
      '/blocks/0/element/options',
    ],
    [
      'radio buttons',
      modal({ blocks: [input({ type: 'radio_buttons', options: options(10) })] }),
      modal({ blocks: [input({ type: 'radio_buttons', options: options(11) })] }),
      '/blocks/0/element/options',
    ],
    [
      'the text of an option',
      modal({ blocks: [input({ type: 'static_select', options: [option(1, 75)] })] }),
      modal({ blocks: [input({ type: 'static_select', options: [option(1, 76)] })] }),
      '/blocks/0/element/options/0/text/text',
    ],
    [
      'the length of a text',
      modal({ blocks: [input({ ...text, max_length: 3000 })] }),
      modal({ blocks: [input({ ...text, max_length: 3001 })] }),
      '/blocks/0/element/max_length',
    ],
  ])('%s', (_what, most, beyond, pointer) => {
    expect(validateView(most)).toEqual([]);
    expect(validateView(beyond).map(fault => fault.pointer)).toEqual([`/view${pointer}`]);
  });
});

describe('what a view may not have', () => {
  test.each<[string, object, string]>([
    ['no title', { type: 'modal', blocks: [divider] }, 'missing required field: title'],
    ['no blocks', modal({ blocks: [] }), 'must provide at least 1 items [json-pointer:/view/blocks]'],
    [
      'inputs without submit',
      modal({ submit: undefined, blocks: [input(text)] }),
      'missing required field: submit',
    ],
    [
      'one block_id twice',
      modal({
        blocks: [
          { ...divider, block_id: 'b' },
          { ...divider, block_id: 'b' },
        ],
      }),
      '`block_id` "b" already exists',
    ],
    [
      'one action_id twice in a block',
      modal({
        blocks: [
          {
            type: 'actions',
            elements: [1, 2].map(() => ({ type: 'button', action_id: 'a', text: plain(1) })),
          },
        ],
      }),
      '`action_id` "a" already exists',
    ],
    [
      'a button as an input',
      modal({ blocks: [input({ type: 'button', text: plain(1) })] }),
      'unsupported type: button',
    ],
    [
      'a text field outside an input',
      modal({ blocks: [{ type: 'actions', elements: [text] }] }),
      'unsupported type: plain_text_input',
    ],
    ['a title on Home', { ...home(divider), title: plain(1) }, 'invalid additional property: title'],
    ['files on Home', home(input({ type: 'file_input' })), 'unsupported type: file_input'],
    ['an alert on Home', home({ type: 'alert', text: plain(1) }), 'unsupported type: alert'],
    [
      'a table',
      modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }),
      'unsupported type: table',
    ],
    ['a kind of its own', { type: 'workflow_step', blocks: [divider] }, 'unsupported type: workflow_step'],
    ['250 kB', modal({ blocks: several(90, { type: 'section', text: plain(2900) }) }), 'view_too_large'],
  ])('%s', (_what, view, line) => {
    expect(validateView(view).map(faultLine).join('\n')).toContain(line);
  });
});
