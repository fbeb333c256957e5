import type { Verb } from './command-table.ts';
import type { PolicyId, ServerId, SetId } from './ids.ts';
import type { PolicyDraft } from './policy-draft.ts';
import type { PolicyForm, PolicyFormFault, PolicyPreview } from './policy-form.ts';
import type { SnapshotForm, SnapshotFormFault } from './snapshot-form.ts';

// A modal is: one value of Form, made when it opens; one parser from Fields to values or faults, asked when it is
// submitted; and one file of words in slack/words. All of them pass through the same road in between.

/** Which modal is wanted, and what it is about. Kept under a FormId while the modal is open. */
export type FormAsked =
  | { readonly kind: 'snapshot'; readonly server: ServerId | null }
  | { readonly kind: 'policy'; readonly about: PolicyAbout }
  | PolicyToSave;

/** `given`: what was typed and is neither a policy nor a server. `before`: the policy when the modal was opened. */
export type PolicyAbout =
  | { readonly kind: 'new'; readonly server: ServerId | null; readonly given: string }
  | { readonly kind: 'edit'; readonly policy: PolicyId; readonly before: PolicyDraft };

/** What a button or a command can open. */
export type FormWanted = Exclude<FormAsked, PolicyToSave>;

/** A policy that was filled in and whose preview was shown: saving it deletes no other sets than these. */
export type PolicyToSave = {
  readonly kind: 'policy-save';
  readonly about: PolicyAbout;
  readonly draft: PolicyDraft;
  readonly removes: readonly SetId[];
};

export type FormKind = FormAsked['kind'];

/** What a modal shows, without words. */
export type Form = SnapshotForm | PolicyForm | PolicyPreview;

/** What is wrong, and at which field. */
export type FormFaults =
  | { readonly form: 'snapshot'; readonly faults: readonly SnapshotFormFault[] }
  | { readonly form: 'policy'; readonly faults: readonly PolicyFormFault[] };

/** What was filled in, by field; a field that Slack does not tell of is missing. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** The verb that a modal carries out: who may not do it sees nothing of the modal either. */
export const formVerb: Readonly<Record<FormKind, Verb>> = {
  snapshot: 'snapshot',
  policy: 'policy',
  'policy-save': 'policy',
};
