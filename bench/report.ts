import type { Figure, Raw } from './figure.ts';

const columns = ['figure', 'value', 'target', 'baseline', ''] as const;

/** The figures as a table, with what they were computed from below it. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, baseline, target, ok }) => [
    name,
    `${value} ${unit}`,
    `≤ ${target}`,
    String(baseline),
    ok ? 'ok' : 'MISSED',
  ]);
  const widths = columns.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    ...rows.map(line),
    '',
    ...figures.map(({ name, raw }) => `${name}\n${renderRaw(raw)}`),
  ].join('\n');
}

export function renderRaw(raw: Readonly<Record<string, Raw>>): string {
  return Object.entries(raw)
    .map(([what, value]) => `  ${what}: ${typeof value === 'object' ? value.join(' ') : value}`)
    .join('\n');
}
