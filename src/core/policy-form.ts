import type { CronFault } from './cron.ts';
import type { ChannelId, FormId, PolicyId } from './ids.ts';
import type { PickedSchedule } from './picked-schedule.ts';
import type { PolicyDraft } from './policy-draft.ts';
import type { PolicyForecast } from './policy-forecast.ts';
import type { RetentionTextFault } from './retention-text.ts';
import type { ServerChoice } from './server-choice.ts';

/** The fields of a policy, to be filled in. */
export type PolicyForm = {
  readonly kind: 'policy';
  readonly id: FormId;
  /** Null for a new one. */
  readonly editing: { readonly policy: PolicyId; readonly name: string } | null;
  /** What was typed and is neither a policy nor a server; empty when there is nothing to say. */
  readonly notFound: string;
  readonly filledIn: PolicyFields;
};

/** What stands in the fields. */
export type PolicyFields = {
  readonly name: string;
  readonly servers: readonly ServerChoice[];
  /** `key=value`. */
  readonly tag: string;
  readonly schedule: PickedSchedule;
  readonly zone: string;
  /** The name of a preset, or `own`. */
  readonly keep: string;
  readonly ownKeep: string;
  readonly channel: ChannelId | null;
};

/** What saving would mean, to be looked at first. */
export type PolicyPreview = {
  readonly kind: 'policy-preview';
  readonly id: FormId;
  readonly draft: PolicyDraft;
  readonly isNew: boolean;
  readonly forecast: PolicyForecast;
  /** Why it is shown once more after Save was pressed. */
  readonly again: boolean;
};

export type PolicyFormFault =
  | { readonly field: 'name'; readonly kind: 'name-missing' | 'name-controls' | 'name-like-id' }
  | {
      readonly field: 'name';
      readonly kind: 'name-too-long';
      readonly length: number;
      readonly limit: number;
    }
  | { readonly field: 'name'; readonly kind: 'name-taken'; readonly name: string }
  | { readonly field: 'servers'; readonly kind: 'servers-missing' }
  | { readonly field: 'tag'; readonly kind: 'tag-and-servers' | 'tag-shape' | 'tag-controls' }
  | { readonly field: 'every'; readonly kind: 'every-missing' | 'run-due' }
  | { readonly field: 'time'; readonly kind: 'time-missing' }
  | { readonly field: 'days'; readonly kind: 'days-missing' | 'days-with-cron' }
  | { readonly field: 'date'; readonly kind: 'date-missing' | 'date-not-monthly' | 'date-range' }
  | { readonly field: 'cron'; readonly kind: 'cron-missing' | 'cron-not-chosen' }
  | { readonly field: 'cron'; readonly kind: 'cron-fault'; readonly fault: CronFault }
  | {
      readonly field: 'zone';
      readonly kind: 'zone-unknown';
      readonly given: string;
      readonly near: readonly string[];
    }
  | { readonly field: 'keep'; readonly kind: 'keep-missing' }
  | { readonly field: 'keep'; readonly kind: 'keep-asks'; readonly remove: number; readonly of: number }
  | { readonly field: 'ownKeep'; readonly kind: 'own-missing' | 'own-not-chosen' | 'own-empty' }
  | { readonly field: 'ownKeep'; readonly kind: 'own-fault'; readonly fault: RetentionTextFault }
  | { readonly field: 'channel'; readonly kind: 'channel-missing' };
