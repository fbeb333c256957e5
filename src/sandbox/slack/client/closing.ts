import { actorFields, type Exchange, interact, notSent, plainFields } from '../interaction.ts';
import type { Person } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { type View, viewObject } from '../views/view.ts';
import { topOf } from './submission.ts';
import type { ClientDeps } from './surface.ts';

/** `close` is the modal's own button, which leads back to the one below; `dismiss` is the cross, which takes all away. */
export type Closing = 'close' | 'dismiss';

/** Resolves with what was sent for the topmost modal that wanted to know. */
export async function closeModal(deps: ClientDeps, person: Person, how: Closing): Promise<Exchange> {
  const { views } = deps.workspace;
  const top = topOf(deps, person);
  const all = how === 'dismiss' || top.content['clear_on_close'] === true;
  const gone = all ? views.stack(person.id) : [top];
  views.remove(gone);
  const told = gone.filter(view => view.content['notify_on_close'] === true).toReversed();
  const exchanges = await Promise.all(
    told.map(view => interact(deps, 'a closing', () => closingPayload(person, view, all))),
  );
  return exchanges[0] ?? notSent('nothing_to_send');
}

// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed
function closingPayload(person: Person, view: View, isCleared: boolean): Json {
  return {
    type: 'view_closed',
    ...actorFields(person),
    ...plainFields(),
    view: viewObject(view),
    is_cleared: isCleared,
  };
}
