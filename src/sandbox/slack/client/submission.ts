import { actorFields, type Exchange, interact, notSent, responseUrl, triggerFields } from '../interaction.ts';
import type { Person } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { chosenIn } from '../views/element-state.ts';
import { elementsIn } from '../views/elements-in.ts';
import { blocksOf, type View, viewObject } from '../views/view.ts';
import { stateIn } from '../views/view-state.ts';
import { problemsIn } from './filled-in.ts';
import { takeAnswer } from './submission-answer.ts';
import type { ClientDeps } from './surface.ts';

// All that Slack tells a person, whatever went wrong; the app is told nothing.
const trouble = 'We had some trouble connecting. Try again?';

/** A person presses the submit button of the modal on top. */
export async function submitModal(deps: ClientDeps, person: Person): Promise<Exchange> {
  const { views, journal } = deps.workspace;
  const view = topOf(deps, person);
  const { submit, submit_disabled } = view.content;
  if (submit === null || submit_disabled === true) throw new Error('that modal cannot be submitted');
  if (view.waiting) throw new Error('that modal was submitted already and waits for the app');
  const errors = problemsIn(view);
  if (Object.keys(errors).length > 0) {
    views.put({ ...view, errors });
    return notSent('not_filled_in');
  }
  views.put({ ...view, errors: {}, trouble: undefined, waiting: true });
  const exchange = await interact(deps, 'a submission', () => submissionPayload(deps, person, view));
  // The app may have updated it meanwhile, or the person closed it.
  const now = views.find(view.id);
  if (now === undefined) return exchange;
  const answered = { ...now, waiting: false };
  views.put(answered);
  if (!exchange.ack.ok) {
    views.put({ ...answered, trouble });
    return exchange;
  }
  const fault = takeAnswer(exchange.ack.payload, answered, views);
  if (fault !== undefined) {
    journal.surprise(`answer to the submission of ${String(view.content['callback_id'])}: ${fault}`);
    views.put({ ...answered, trouble });
  }
  return exchange;
}

export function topOf({ workspace }: ClientDeps, person: Person): View {
  const top = workspace.views.stack(person.id).at(-1);
  if (top === undefined) throw new Error(`${person.name} has no modal in front of them`);
  return top;
}

// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission
function submissionPayload(deps: ClientDeps, person: Person, view: View): Json {
  return {
    type: 'view_submission',
    ...actorFields(person),
    ...triggerFields(deps, { user: person.id, channel: view.current, view: view.id }),
    view: viewObject(view),
    response_urls: responseUrls(deps, person, view),
  };
}

/** One for each conversation chosen in a menu that asks for it. */
function responseUrls(deps: ClientDeps, person: Person, view: View): readonly Json[] {
  const blocks = blocksOf(view);
  return elementsIn(blocks).flatMap(element => {
    const { type, value, block, blockId, actionId } = element;
    if (value['response_url_enabled'] !== true || block['type'] !== 'input') return [];
    const channel = chosenIn(type, stateIn({ ...view, blocks }, element));
    if (typeof channel !== 'string') return [];
    const response_url = responseUrl(deps, { channel, user: person.id });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url }];
  });
}
