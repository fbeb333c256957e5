import { type Channel, type Person, slackbot } from '../seed.ts';
import { isJson, type Json, objectsIn } from '../validate/schema.ts';
import type { Element } from '../views/elements-in.ts';
import type { Workspace } from '../workspace.ts';

/** One thing a person can choose in an element: its option's value, or an id. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What that person can choose in it without asking the app. */
export function choicesIn(element: Element, person: Person, workspace: Workspace): readonly Choice[] {
  const kind = element.type.replace(/^multi_/u, '');
  switch (kind) {
    case 'users_select':
      return people(person, workspace).map(({ id, name }) => ({ value: id, label: name }));
    case 'channels_select':
      return channels(person, workspace)
        .filter(channel => !channel.is_private)
        .map(choice);
    case 'conversations_select':
      return conversations(element.value, person, workspace);
    default:
      return optionsOf(element.value).map(asChoice);
  }
}

/** The options that stand in the element itself. */
export function optionsOf(element: Json): readonly Json[] {
  return element['option_groups'] === undefined
    ? objectsIn(element['options'])
    : objectsIn(element['option_groups']).flatMap(group => objectsIn(group['options']));
}

export function asChoice(option: Json): Choice {
  return {
    value: String(option['value']),
    label: isJson(option['text']) ? String(option['text']['text']) : '',
  };
}

/** Guests know only those with whom they share a channel. */
function people(viewer: Person, { directory }: Workspace): readonly Person[] {
  return directory
    .people()
    .filter(({ id, deleted }) => id !== slackbot && !deleted)
    .filter(
      ({ id }) =>
        !viewer.is_restricted ||
        directory.channels().some(({ members }) => members.has(id) && members.has(viewer.id)),
    );
}

/** Members see public channels, guests only those they were put into, and nobody sees private ones from outside. */
export function channels(viewer: Person, { directory }: Workspace): readonly Channel[] {
  return directory
    .channels()
    .filter(
      ({ is_im, is_archived, is_private, members }) =>
        !is_im && !is_archived && (members.has(viewer.id) || (!is_private && !viewer.is_restricted)),
    );
}

function conversations(element: Json, viewer: Person, workspace: Workspace): readonly Choice[] {
  const filter = isJson(element['filter']) ? element['filter'] : {};
  const include = Array.isArray(filter['include']) ? filter['include'] : ['im', 'private', 'public'];
  const ims = workspace.directory.channels().filter(({ is_im, members }) => is_im && members.has(viewer.id));
  return [...channels(viewer, workspace), ...ims].filter(one => include.includes(kindOf(one))).map(choice);
}

function kindOf({ is_im, is_private }: Channel): string {
  if (is_im) return 'im';
  return is_private ? 'private' : 'public';
}

function choice({ id, name }: Channel): Choice {
  return { value: id, label: name };
}
