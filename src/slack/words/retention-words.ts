import type { KeepReason, Protection, RemoveReason } from '../../core/retention.ts';
import { retentionDurationText } from '../../core/retention-duration.ts';
import type { Tier } from '../../core/retention-tiers.ts';

/** Why a set is kept, in restic's words where the rule is restic's. Plain text. */
export function keepReasonWords(reason: KeepReason): string {
  switch (reason.kind) {
    case 'count':
      return `${reason.oldest ? 'oldest ' : ''}${reason.tier} snapshot`;
    case 'within': {
      const duration = retentionDurationText(reason.duration);
      if (reason.tier === 'last') return `within ${duration}`;
      return `${reason.oldest ? 'oldest ' : ''}${reason.tier} within ${duration}`;
    }
    case 'protected':
      return protectionWords[reason.by];
    case 'unfinished':
      return 'unfinished';
    case 'last-failure':
      return 'failed, and nothing newer has succeeded';
    case 'newest-good':
      return 'newest good snapshot of the server';
    case 'young':
      return 'younger than an hour';
  }
}

const protectionWords: Readonly<Record<Protection, string>> = {
  held: 'held',
  locked: 'locked',
  image: 'used by an AMI',
  operation: 'needed by an unfinished operation',
  request: 'named in an open request',
  foreign: 'owned by another service',
  unconfirmed: 'adopted, and not confirmed yet',
};

export function removeReasonWords(reason: RemoveReason): string {
  switch (reason.kind) {
    case 'bucket':
      return `a newer one is kept for the same ${bucketWords[reason.tier]}`;
    case 'beyond':
      return 'older than the policy keeps';
    case 'failure':
      return 'failed, and a newer one succeeded';
  }
}

const bucketWords: Readonly<Record<Tier, string>> = {
  last: 'moment',
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
};
