import type { Actor, Origin } from './actor.ts';
import type { Fields, FormWanted } from './form.ts';
import type { FormId, OfferId, PolicyId, RequestId } from './ids.ts';
import type { DueSlot } from './slot.ts';

/** Something a person did, or that came due. `key` names the envelope, so that a second delivery changes nothing. */
export type Input = {
  readonly key: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly does:
    | { readonly kind: 'command'; readonly slash: string; readonly text: string }
    | { readonly kind: 'click'; readonly offer: OfferId }
    | { readonly kind: 'open'; readonly form: FormWanted }
    /** Its origin is the one that it was opened with. */
    | { readonly kind: 'submit'; readonly form: FormId; readonly fields: Fields }
    /** Opened, or turned to this page of it. */
    | { readonly kind: 'home'; readonly page: number }
    /** The time of a request is over. */
    | { readonly kind: 'expire'; readonly request: RequestId }
    /** A due moment of a policy. */
    | { readonly kind: 'slot'; readonly policy: PolicyId; readonly due: DueSlot };
};

/** What somebody types into a list of an open modal; `view` is Slack's id of it. */
export type Lookup = {
  readonly actor: Actor;
  readonly form: FormId;
  readonly view: string;
  readonly text: string;
};

/** Before anything is looked up: a read is acknowledged, and a modal opens while its trigger lives. */
export type Early = 'reading' | 'opening';
