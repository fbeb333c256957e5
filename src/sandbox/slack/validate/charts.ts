import { broken, type Fault } from './fault.ts';
import { byType, family, isJson, type Json, list, number, object, objectsIn, string } from './schema.ts';

// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block

const label20 = string({ max: 20 });
const label50 = string({ max: 50 });

const axes = {
  series: list(
    object({ name: label20, data: list(object({ label: label20, value: number }), { max: 20 }) }),
    { max: 12 },
  ),
  axis_config: object({ categories: list(label20, { max: 20 }), 'x_label?': label50, 'y_label?': label50 }),
};

export const dataVisualization = {
  title: label50,
  chart: byType(
    family({
      pie: { segments: list(object({ label: label20, value: positive }), { max: 12 }) },
      line: [axes, onePointPerCategory, ownNames],
      bar: [axes, onePointPerCategory, ownNames],
      area: [axes, onePointPerCategory, ownNames],
    }),
  ),
};

function positive(value: unknown, at: string): Fault[] {
  const faults = number(value, at);
  return faults.length === 0 && Number(value) <= 0
    ? [broken(at, 'must be greater than 0', 'minimum', 0, value)]
    : faults;
}

function onePointPerCategory(chart: Json, at: string): Fault[] {
  const config = isJson(chart['axis_config']) ? chart['axis_config'] : {};
  const categories = sorted(config['categories']);
  return objectsIn(chart['series']).flatMap((series, index) => {
    const labels = sorted(objectsIn(series['data']).map(point => point['label']));
    const fits = JSON.stringify(labels) === JSON.stringify(categories);
    return fits
      ? []
      : [
          broken(
            `${at}/series/${index}/data`,
            'must provide one point for each category',
            'enum',
            categories,
            labels,
          ),
        ];
  });
}

function ownNames(chart: Json, at: string): Fault[] {
  const names = objectsIn(chart['series']).map(series => series['name']);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [broken(`${at}/series/${index}/name`, 'Input contains duplicate items', 'unique_items', [], name)],
  );
}

function sorted(labels: unknown): string[] {
  return Array.isArray(labels) ? labels.map(String).toSorted((one, other) => (one < other ? -1 : 1)) : [];
}
