import { dataVisualization } from './charts.ts';
import { anyText, atLeastOne, exactlyOne, imageElement, imageSource, plainText } from './composition.ts';
import { elements, places } from './elements.ts';
import { broken, type Fault } from './fault.ts';
import * as formats from './formats.ts';
import { richText, richTextElements } from './rich-text.ts';
import {
  boolean,
  byType,
  family,
  type Fields,
  integer,
  isJson,
  type Json,
  list,
  object,
  oneOf,
  type Row,
  type Rule,
  string,
} from './schema.ts';
import { dataTable, dataTableShape, table } from './tables.ts';

// https://docs.slack.dev/reference/block-kit/blocks

export type Surface = 'message' | 'modal' | 'home';

const named: Fields = { 'block_id?': string({ max: 255 }) };

const card: Row = [
  {
    ...named,
    'hero_image?': imageElement,
    'icon?': imageElement,
    'slack_icon?': object({ type: oneOf('icon'), name: string() }),
    'title?': anyText(150),
    'subtitle?': anyText(150),
    'body?': anyText(200),
    'subtext?': anyText(200),
    'actions?': list(byType(elements, ['button']), { max: 3 }),
  },
  atLeastOne('hero_image', 'title', 'actions', 'body'),
];

const task: Fields = {
  task_id: string(),
  title: string(),
  'details?': richText,
  'output?': richText,
  'sources?': list(byType(elements, ['url'])),
};

const childKinds = ['divider', 'image', 'section', 'actions', 'video', 'header', 'context', 'table'];

export const blocks: Readonly<Record<string, Rule>> = family({
  section: [
    {
      ...named,
      'text?': anyText(3000),
      'fields?': list(anyText(2000), { max: 10 }),
      'accessory?': byType(elements, places.accessory),
      'expand?': boolean,
    },
    atLeastOne('text', 'fields'),
  ],
  header: { ...named, text: plainText(150), 'level?': integer({ min: 1, max: 4 }) },
  divider: named,
  context: { ...named, elements: list(contextElement, { max: 10 }) },
  actions: { ...named, elements: list(byType(elements, places.actions), { max: 25 }) },
  image: [
    { ...named, ...imageSource, alt_text: string({ max: 2000 }), 'title?': plainText(2000) },
    exactlyOne('image_url', 'slack_file'),
  ],
  input: [
    {
      ...named,
      label: plainText(2000),
      element: byType(elements, places.input),
      'hint?': plainText(2000),
      'optional?': boolean,
      'dispatch_action?': boolean,
    },
    filesDoNotDispatch,
  ],
  rich_text: { ...named, elements: richTextElements },
  table: { ...named, ...table },
  video: {
    ...named,
    alt_text: string({ max: 200 }),
    title: plainText(199),
    thumbnail_url: string({ max: 3000, is: formats.webUrl }),
    video_url: string({ max: 3000, is: formats.httpsUrl }),
    'title_url?': string({ max: 3000, is: formats.httpsUrl }),
    'author_name?': string({ max: 49 }),
    'provider_name?': string({ max: 50 }),
    'provider_icon_url?': string({ max: 3000, is: formats.webUrl }),
    'description?': plainText(200),
  },
  markdown: { ...named, text: string({ max: 12_000 }) },
  context_actions: { ...named, elements: list(byType(elements, places.context_actions), { max: 5 }) },
  data_table: [{ ...named, ...dataTable }, dataTableShape],
  data_visualization: { ...named, ...dataVisualization },
  alert: { ...named, text: anyText(200), 'level?': oneOf('default', 'info', 'warning', 'error', 'success') },
  card,
  carousel: { ...named, elements: list(byType(family({ card })), { max: 10 }) },
  container: [
    {
      ...named,
      'title?': plainText(150),
      'rich_text_title?': richText,
      'subtitle?': anyText(150),
      'icon?': imageElement,
      'width?': oneOf('narrow', 'standard', 'wide', 'full'),
      'is_collapsible?': boolean,
      'default_collapsed?': boolean,
      'has_header_divider?': boolean,
      child_blocks: list((value, at) => byType(blocks, childKinds)(value, at), { max: 10 }),
    },
    atLeastOne('title', 'rich_text_title'),
    collapsedNeedsCollapsible,
  ],
  // A task is `pending` only inside a plan; alone it refuses the message, whatever Slack's own example shows.
  task_card: { ...named, ...task, status: oneOf('in_progress', 'complete', 'error') },
  // Inside a plan a task has no `type`, and the plan's title is a bare string.
  plan: {
    ...named,
    title: string(),
    'tasks?': list(object({ ...task, status: oneOf('pending', 'in_progress', 'complete', 'error') }), {
      max: 50,
    }),
  },
});

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const message: readonly Surface[] = ['message'];

/**
 * Where a block may stand (https://docs.slack.dev/blocks.json). Two places are stricter than that page, after what live
 * workspaces do: modals refuse cards, and Home silently drops tables, so both are refused here.
 * `file` is missing on purpose: apps read it but cannot send it.
 */
export const surfaces: Readonly<Record<string, readonly Surface[]>> = {
  ...Object.fromEntries(
    ['section', 'header', 'divider', 'context', 'actions', 'image', 'input', 'rich_text', 'video'].map(
      type => [type, everywhere],
    ),
  ),
  ...Object.fromEntries(
    ['table', 'data_table', 'data_visualization', 'markdown', 'context_actions', 'plan', 'task_card'].map(
      type => [type, message],
    ),
  ),
  ...Object.fromEntries(['card', 'carousel', 'container'].map(type => [type, ['message', 'home'] as const])),
  alert: ['modal'],
};

function contextElement(value: unknown, at: string): Fault[] {
  const isImage = isJson(value) && value['type'] === 'image';
  return isImage ? imageElement(value, at) : anyText()(value, at);
}

function filesDoNotDispatch(input: Json, at: string): Fault[] {
  const isFile = isJson(input['element']) && input['element']['type'] === 'file_input';
  return isFile && input['dispatch_action'] === true
    ? [broken(`${at}/dispatch_action`, 'file_input cannot dispatch actions')]
    : [];
}

function collapsedNeedsCollapsible(container: Json, at: string): Fault[] {
  return container['default_collapsed'] === true && container['is_collapsible'] !== true
    ? [broken(`${at}/default_collapsed`, 'default_collapsed requires is_collapsible')]
    : [];
}
