import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Surface } from '../../../src/sandbox/slack/validate/blocks.ts';
import { faultLine } from '../../../src/sandbox/slack/validate/fault.ts';
import { validateBlocks, validateView } from '../../../src/sandbox/slack/validate/validate.ts';

const cases = z
  .array(
    z.object({
      name: z.string(),
      surface: z.string(),
      valid: z.boolean(),
      blocks: z.unknown().optional(),
      view: z.unknown().optional(),
    }),
  )
  .parse(JSON.parse(readFileSync('test/data/block-kit-cases.json', 'utf8')));

describe('documented verdicts', () => {
  test.each(cases)('$surface: $name', ({ valid, blocks, view }) => {
    const faults = view === undefined ? validateBlocks(blocks, 'message') : validateView(view);
    expect(faults.map(faultLine).slice(0, valid ? undefined : 0)).toEqual([]);
    expect(faults.length === 0).toBe(valid);
  });
});

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (id: string, more = {}) => ({ type: 'button', action_id: id, text: plain('ok'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (value: string, more = {}) => ({ text: plain(value), value, ...more });
const input = (element: object, more = {}) => ({ type: 'input', label: plain('L'), element, ...more });
const raw = (text: string) => ({ type: 'raw_text', text });
const table = (text = 'x') => ({ type: 'table', rows: [[raw(text)]] });
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};
const data = (rows: object[][]) => ({ type: 'data_table', caption: 'c', rows });
const number = (more: object) => input({ type: 'number_input', is_decimal_allowed: false, ...more });
const divider = { type: 'divider' };
const section = { type: 'section', text: mrkdwn('hi') };
const chart = (points: string[]) => ({
  type: 'data_visualization',
  title: 'Growth',
  chart: {
    type: 'line',
    series: [{ name: 'gp3', data: points.map(label => ({ label, value: 1 })) }],
    axis_config: { categories: ['a', 'b'] },
  },
});

function lines(blocks: unknown, surface: Surface = 'message'): string[] {
  return validateBlocks(blocks, surface).map(faultLine);
}

test.each<[string, object[]]>([
  ['a section of fields alone', [{ type: 'section', fields: [mrkdwn('a'), plain('b')] }]],
  ['a header with a level', [{ type: 'header', text: plain('H'), level: 2 }]],
  [
    'a styled radio option',
    [actions({ type: 'radio_buttons', action_id: 'r', options: [{ text: mrkdwn('*x*'), value: '1' }] })],
  ],
  ['a table with a skipped column', [{ ...table(), column_settings: [null, { align: 'right' }] }]],
  [
    'a plan with a pending task',
    [{ type: 'plan', title: 'P', tasks: [{ task_id: '1', title: 't', status: 'pending' }] }],
  ],
  ['a chart with a point per category', [chart(['b', 'a'])]],
  [
    'a container around classic blocks',
    [{ type: 'container', title: plain('T'), child_blocks: [section, divider] }],
  ],
  [
    'the same action_id in two children of a container',
    [{ type: 'container', title: plain('T'), child_blocks: [actions(button('a')), actions(button('a'))] }],
  ],
  ['a card', [{ type: 'card', title: mrkdwn('T'), actions: [button('a')] }]],
  ['rich text', [rich]],
])('a message may have %s', (_what, blocks) => {
  expect(lines(blocks)).toEqual([]);
});

test.each<[string, object[], string]>([
  [
    'an extra property',
    [{ ...divider, color: 'red' }],
    'invalid additional property: color [json-pointer:/blocks/0]',
  ],
  [
    'emoji on mrkdwn',
    [{ type: 'section', text: { ...mrkdwn('x'), emoji: true } }],
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
  ],
  [
    'a section without words',
    [{ type: 'section' }],
    'missing required field: text or fields [json-pointer:/blocks/0]',
  ],
  [
    'an empty text',
    [{ type: 'section', text: mrkdwn('') }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'an empty table cell',
    [table('')],
    'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
  ],
  ['a second table', [table(), table()], 'only_one_table_allowed [json-pointer:/blocks/1]'],
  [
    'tables beyond 10,000 characters',
    [table('x'.repeat(10_001))],
    'must be less than 10001 characters [json-pointer:/blocks]',
  ],
  [
    'an action_id twice in a block',
    [actions(button('a'), button('a'))],
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'a link on a select option',
    [actions({ type: 'static_select', options: [option('a', { url: 'https://x.y' })] })],
    'invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]',
  ],
  [
    'an initial option that is none',
    [actions({ type: 'static_select', options: [option('a')], initial_option: option('b') })],
    'initial_option must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'a day that does not exist',
    [actions({ type: 'datepicker', initial_date: '2026-02-30' })],
    'input must be a valid: date [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
  [
    'a confirmation without a way out',
    [actions(button('a', { confirm: { title: plain('t'), text: plain('t'), confirm: plain('y') } }))],
    'missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]',
  ],
  [
    'an image from nowhere',
    [{ type: 'image', alt_text: 'x' }],
    'must provide exactly one of: image_url, slack_file [json-pointer:/blocks/0]',
  ],
  [
    'an alert',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'a file',
    [{ type: 'file', source: 'remote', external_id: 'x' }],
    'unsupported type: file [json-pointer:/blocks/0/type]',
  ],
  [
    'a pending task on its own',
    [{ type: 'task_card', task_id: '1', title: 't', status: 'pending' }],
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
  [
    'a plan whose title is a text object',
    [{ type: 'plan', title: plain('P') }],
    'must provide a string [json-pointer:/blocks/0/title]',
  ],
  [
    'a chart with a point missing',
    [chart(['a'])],
    'must provide one point for each category [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'markdown beyond 12,000 characters in all',
    [
      { type: 'markdown', text: 'x'.repeat(7000) },
      { type: 'markdown', text: 'x'.repeat(7000) },
    ],
    'must be less than 12001 characters [json-pointer:/blocks]',
  ],
  [
    'a file input',
    [input({ type: 'file_input' })],
    'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
  ],
  ['a bare string for blocks', [], 'must provide an array [json-pointer:/blocks]'],
])('a message may not have %s', (_what, blocks, line) => {
  expect(lines(blocks.length === 0 ? 'x' : blocks)).toContain(line);
});

test('a data table has equal rows and plain headers', () => {
  expect(lines([data([[raw('h')], [rich]])])).toEqual([]);
  expect(lines([data([[rich], [raw('x')]])])).toEqual([
    'unsupported type in a header cell [json-pointer:/blocks/0/rows/0/0/type]',
  ]);
  expect(lines([data([[raw('h')], [raw('x'), raw('y')]])])).toEqual([
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]',
  ]);
  expect(lines([data([[raw('h')]])])).toEqual([
    'must provide at least 2 items [json-pointer:/blocks/0/rows]',
  ]);
});

test('surfaces differ', () => {
  const alert = { type: 'alert', text: plain('x'), level: 'warning' };
  expect(lines([alert], 'modal')).toEqual([]);
  expect(lines([alert], 'home')).not.toEqual([]);
  expect(lines([table()], 'home')).not.toEqual([]);
  expect(lines([chart(['a', 'b'])], 'modal')).not.toEqual([]);
  expect(
    lines(
      Array.from({ length: 100 }, () => divider),
      'home',
    ),
  ).toEqual([]);
});

test('a number input keeps its bounds', () => {
  expect(lines([number({ min_value: '1', max_value: '9', initial_value: '5' })])).toEqual([]);
  expect(lines([number({ min_value: '9', max_value: '1' })])).toHaveLength(1);
  expect(lines([number({ initial_value: '1.5' })])).toHaveLength(1);
  expect(lines([number({ min_value: 1 })])).toEqual([
    'must provide a string [json-pointer:/blocks/0/element/min_value]',
  ]);
});

test('a view that Slack sent back is refused for the fields Slack added', () => {
  const view = { type: 'modal', title: plain('T'), blocks: [section] };
  expect(validateView(view)).toEqual([]);
  expect(validateView({ ...view, id: 'V1', hash: '1.2' }).map(faultLine)).toEqual([
    'invalid additional property: id [json-pointer:/view]',
    'invalid additional property: hash [json-pointer:/view]',
  ]);
});

test('no JSON at all makes the validator throw', () => {
  const kind = fc.constantFrom(
    'section',
    'actions',
    'table',
    'data_table',
    'container',
    'input',
    'button',
    'static_select',
  );
  const field = fc.constantFrom(
    'type',
    'text',
    'elements',
    'rows',
    'child_blocks',
    'element',
    'accessory',
    'options',
    'value',
  );
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 5 },
      kind,
      fc.jsonValue(),
      fc.array(tie('value')),
      fc.dictionary(field, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(value, blocks => {
      for (const surface of ['message', 'modal', 'home'] as const) validateBlocks([blocks], surface);
      validateView(blocks);
    }),
  );
});
