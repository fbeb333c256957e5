import { z } from 'zod';
import { actorFields, interact, plainFields } from '../interaction.ts';
import { withTextDefaults } from '../normalize-blocks.ts';
import type { Person } from '../seed.ts';
import { menuOption, optionGroup } from '../validate/composition.ts';
import { faultLine } from '../validate/fault.ts';
import { isJson, type Json, list, object, objectsIn } from '../validate/schema.ts';
import { chooseElement, type Control } from './choose-element.ts';
import { optionsOf } from './choices.ts';
import { offeredKey } from './offered.ts';
import { type ClientDeps, type Place, surfaceAt } from './surface.ts';

/** What a person sees below a select whose options the app loads. */
export type Suggested =
  | {
      readonly kind: 'options';
      /** One without a label when the app sent plain options; each option as the app wrote it. */
      readonly groups: readonly { readonly label: string | undefined; readonly options: readonly Json[] }[];
    }
  | { readonly kind: 'too_short'; readonly minQueryLength: number }
  /** The app did not answer, or not with what Slack could show: it says "No results" then. */
  | { readonly kind: 'failed'; readonly why: string };

// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
const defaultMinQueryLength = 3;

/** A person types into a select, or opens it: asks the app for options. */
export async function searchOptions(
  deps: ClientDeps,
  person: Person,
  place: Place,
  control: Control,
  query: string,
): Promise<Suggested> {
  const surface = surfaceAt(deps, person, place);
  const element = chooseElement(surface.state().blocks, control);
  if (!element.type.endsWith('external_select')) throw new Error(`a ${element.type} loads no options`);
  const { min_query_length: least = defaultMinQueryLength } = element.value;
  if (query.length < Number(least)) return { kind: 'too_short', minQueryLength: Number(least) };
  const { ack } = await interact(deps, 'a load of options', () => ({
    type: 'block_suggestion',
    ...actorFields(person),
    ...plainFields(),
    ...surface.origin(),
    action_id: element.actionId,
    block_id: element.blockId,
    value: query,
  }));
  if (!ack.ok) return { kind: 'failed', why: ack.why };
  const answer = readAnswer(ack.payload);
  if (typeof answer === 'string') {
    deps.workspace.journal.surprise(`options of ${element.actionId} cannot be shown: ${answer}`);
    return { kind: 'failed', why: answer };
  }
  // What is chosen from them comes back as Slack stores it.
  const offered = optionsOf(answer).map(withTextDefaults).filter(isJson);
  deps.memory.offered.set(offeredKey(surface, element), offered);
  return { kind: 'options', groups: groupsOf(answer) };
}

const answerShape = object({
  'options?': list(menuOption, { min: 0, max: 100 }),
  'option_groups?': list(optionGroup, { min: 0, max: 100 }),
});

/** The answer, or what is wrong with it. */
function readAnswer(payload: Json): Json | string {
  const given = ['options', 'option_groups'].filter(name => payload[name] !== undefined);
  if (given.length !== 1) return 'must provide exactly one of: options, option_groups';
  const faults = answerShape(payload, '');
  return faults.length === 0 ? payload : faults.map(faultLine).join('; ');
}

const label = z.object({ label: z.object({ text: z.string() }) });

function groupsOf(answer: Json): (Suggested & { kind: 'options' })['groups'] {
  if (answer['option_groups'] === undefined)
    return [{ label: undefined, options: objectsIn(answer['options']) }];
  return objectsIn(answer['option_groups']).map(group => ({
    label: label.parse(group).label.text,
    options: objectsIn(group['options']),
  }));
}
