import { elements } from './elements.ts';
import { broken, type Fault } from './fault.ts';
import { richText } from './rich-text.ts';
import {
  boolean,
  byType,
  family,
  integer,
  type Json,
  list,
  number,
  object,
  objectsIn,
  oneOf,
  type Rule,
  string,
} from './schema.ts';

// An empty cell text refuses the whole message, which has cost several public bots theirs: the least length is 1.
const rawText = { text: string() };

const cells = {
  ...family({ raw_text: rawText, raw_number: { value: number, text: string() } }),
  rich_text: richText,
};

const actionCell = {
  element: byType(elements, ['button']),
  fallback: object({ type: oneOf('raw_text'), ...rawText }),
};
const dataCells = { ...cells, ...family({ action_cell: actionCell }) };

const columnSetting = object({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean });
/** `null` skips a column. */
const columnSettings: Rule = list((value, at) => (value === null ? [] : columnSetting(value, at)), {
  max: 20,
});

// https://docs.slack.dev/reference/block-kit/blocks/table-block
export const table = {
  rows: list(list(byType(cells), { max: 20 }), { max: 100 }),
  'column_settings?': columnSettings,
};

// https://docs.slack.dev/reference/block-kit/blocks/data-table-block
export const dataTable = {
  caption: string(),
  rows: list(list(byType(dataCells), { max: 20 }), { min: 2, max: 201 }),
  'page_size?': integer({ min: 1, max: 100 }),
  'row_header_column_index?': integer({ max: 19 }),
};

/** All rows as wide as the header row, whose cells are plain, and the row header inside it. */
export function dataTableShape(value: Json, at: string): Fault[] {
  const [header = [], ...rows] = Array.isArray(value['rows']) ? value['rows'].map(objectsIn) : [];
  const index = value['row_header_column_index'];
  return [
    ...header.flatMap((cell, column) =>
      cell['type'] === 'raw_text' || cell['type'] === 'raw_number'
        ? []
        : [
            broken(
              `${at}/rows/0/${column}/type`,
              'unsupported type in a header cell',
              'any_of',
              ['raw_text', 'raw_number'],
              cell['type'],
            ),
          ],
    ),
    ...rows.flatMap((row, below) =>
      row.length === header.length
        ? []
        : [
            broken(
              `${at}/rows/${below + 1}`,
              'all rows must have the same number of cells',
              'min_items',
              header.length,
              row.length,
            ),
          ],
    ),
    ...(typeof index === 'number' && index >= header.length
      ? [
          broken(
            `${at}/row_header_column_index`,
            `must be less than ${header.length}`,
            'maximum',
            header.length - 1,
            index,
          ),
        ]
      : []),
  ];
}
