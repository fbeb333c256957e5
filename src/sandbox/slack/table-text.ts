import type { Reader } from './mrkdwn-text.ts';
import { richTextText } from './rich-text-text.ts';
import { spell } from './validate/fault.ts';
import { type Json, objectsIn } from './validate/schema.ts';

/** Rows with their columns aligned, two spaces apart. */
export function tableText(rows: unknown, reader: Reader): string {
  const cells = (Array.isArray(rows) ? rows : []).map(row =>
    objectsIn(row).map(cell => cellText(cell, reader)),
  );
  const widths = (cells[0] ?? []).map((_cell, column) =>
    Math.max(...cells.map(row => row[column]?.length ?? 0)),
  );
  return cells
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellText(cell: Json, reader: Reader): string {
  if (cell['type'] === 'rich_text') return richTextText(cell, reader);
  return spell(cell['text'] ?? cell['fallback'] ?? '');
}
