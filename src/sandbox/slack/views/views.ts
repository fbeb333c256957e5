import type { Changes } from '../changes.ts';
import type { Journal } from '../journal.ts';
import { markupSlips } from '../markup-slips.ts';
import { isJson, type Json } from '../validate/schema.ts';
import { hasInitial } from './element-state.ts';
import { elementKey, elementsIn } from './elements-in.ts';
import { blocksOf, type View } from './view.ts';
import { viewContent } from './view-content.ts';

// https://docs.slack.dev/surfaces/modals#modal-view-stack
const mostInStack = 3;

/** Every modal and Home of the workspace. The stack of modals belongs to the person, not to a window of theirs. */
export interface Views {
  find(id: string): View | undefined;
  byExternalId(externalId: string): View | undefined;
  /** From the first to the one on top. */
  stack(user: string): readonly View[];
  isFull(user: string): boolean;
  /** Shows a modal to that person, instead of any other one. */
  open(user: string, view: Json, current: string | undefined): View;
  push(user: string, view: Json): View;
  /** New content for a view; what was entered stays where `block_id` and `action_id` do. */
  update(view: View, content: Json): View;
  home(user: string): View | undefined;
  publish(user: string, content: Json): View;
  /** Changes what the person has done to it, or what Slack says beside it. */
  put(view: View): void;
  /** Takes views off the screen. */
  remove(views: readonly View[]): void;
}

export function createViews(options: {
  now: () => number;
  nextId: () => string;
  journal: Journal;
  changes: Changes;
}): Views {
  const { now, nextId, journal, changes } = options;
  const views = new Map<string, View>();
  let count = 0;
  let hashes = 0;

  function nextHash(): string {
    hashes += 1;
    return `${Math.floor(now() / 1000)}.${((hashes * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}`;
  }

  function put(view: View): View {
    views.set(view.id, view);
    changes.touch();
    return view;
  }

  function stored(given: Json): Pick<View, 'content' | 'hash'> {
    const content = viewContent(given, nextId);
    const blocks = Array.isArray(content['blocks']) ? content['blocks'].filter(isJson) : [];
    for (const slip of markupSlips('', blocks)) journal.surprise(slip);
    return { content, hash: nextHash() };
  }

  function create(user: string, given: Json, place: Partial<View>): View {
    count += 1;
    const id = `V07${count.toString(36).toUpperCase().padStart(8, '0')}`;
    const untouched = { inputs: new Map(), forgotten: new Set<string>(), errors: {}, waiting: false };
    const fresh: View = {
      ...untouched,
      id,
      user,
      ...stored(given),
      rootId: id,
      previousId: null,
      current: undefined,
      trouble: undefined,
    };
    return put({ ...fresh, ...place });
  }

  function update(view: View, given: Json): View {
    const { content, hash } = stored(given);
    const before = new Set(elementsIn(blocksOf(view)).map(elementKey));
    const kept = elementsIn(content['blocks']).filter(element => before.has(elementKey(element)));
    const inputs = new Map(
      kept.flatMap(element => {
        const entered = view.inputs.get(elementKey(element));
        return entered === undefined ? [] : [[elementKey(element), entered]];
      }),
    );
    // What Slack really does: the person sees the initial value of an element that was there before the update, and
    // the app is told that it is empty. https://github.com/slackapi/bolt-js/issues/1258
    const forgotten = new Set(
      kept
        .filter(({ value }) => hasInitial(value))
        .map(elementKey)
        .filter(key => !inputs.has(key)),
    );
    return put({ ...view, content, hash, inputs, forgotten, errors: {}, trouble: undefined });
  }

  const modals = (user: string): readonly View[] =>
    [...views.values()].filter(view => view.user === user && view.content['type'] === 'modal');

  function home(user: string): View | undefined {
    return [...views.values()].find(view => view.user === user && view.content['type'] === 'home');
  }

  function remove(gone: readonly View[]): void {
    for (const { id } of gone) views.delete(id);
    changes.touch();
  }

  return {
    find: id => views.get(id),
    byExternalId: externalId =>
      [...views.values()].find(view => externalId !== '' && view.content['external_id'] === externalId),
    stack: modals,
    isFull: user => modals(user).length >= mostInStack,
    open: (user, view, current) => {
      remove(modals(user));
      return create(user, view, { current });
    },
    push: (user, view) => {
      const top = modals(user).at(-1);
      if (top === undefined) throw new Error('there is no modal to push onto');
      return create(user, view, { rootId: top.rootId, previousId: top.id, current: top.current });
    },
    update,
    home,
    publish: (user, view) => {
      const shown = home(user);
      return shown === undefined ? create(user, view, {}) : update(shown, view);
    },
    put: view => void put(view),
    remove,
  };
}
