import type { Verb } from './command-table.ts';
import type { ServerId } from './ids.ts';
import type { SnapshotForm, SnapshotFormFault } from './snapshot-form.ts';

// A modal is: one value of Form, made when it opens; one parser from Fields to values or faults, asked when it is
// submitted; and one file of words in slack/words. All of them pass through the same road in between.

/** Which modal is wanted, and what it is about. Kept under a FormId while the modal is open. */
export type FormAsked = { readonly kind: 'snapshot'; readonly server: ServerId | null };

export type FormKind = FormAsked['kind'];

/** What a modal shows, without words. */
export type Form = SnapshotForm;

/** What is wrong, and at which field. */
export type FormFault = SnapshotFormFault;

/** What was filled in, by field; a field that Slack does not tell of is missing. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** The verb that a modal carries out: who may not do it sees nothing of the modal either. */
export const formVerb: Readonly<Record<FormKind, Verb>> = { snapshot: 'snapshot' };
