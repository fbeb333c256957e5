import type { KeptSnapshot } from '../../core/deletion.ts';
import type { Failure } from '../../core/operation.ts';
import { outside } from '../message.ts';
import { duration, plural } from './phrases.ts';

/** Why a snapshot failed and what to do about it, in plain words. */
export type FailureWords = { readonly cause: string; readonly next: string };

export function failureWords(failure: Failure): FailureWords {
  switch (failure.kind) {
    case 'refused-by-aws':
      return refusals.get(failure.code) ?? other(failure.code, failure.message);
    case 'members-failed':
      return {
        cause: `AWS could not finish it${failure.message === '' ? '' : `: ${outside(failure.message, 200)}`}.`,
        next: 'Take it again. If it fails again, look at the volume in the EC2 console: its encryption key may be disabled.',
      };
    case 'vanished':
      return {
        cause: 'AWS has stopped listing snapshots of it: somebody deleted them while they were being taken.',
        next: 'Take it again.',
      };
    case 'gave-up':
      return gaveUp[failure.why];
    case 'too-late':
      return {
        cause: `Snapkeeper could not ask AWS within an hour (it was ${duration(failure.afterMs)}): it was not running, or AWS never answered. A snapshot of now may not be what was wanted then.`,
        next: 'Take it again if it is still wanted.',
      };
    case 'not-deleted':
      return {
        cause: `AWS does not delete ${plural(failure.kept.length, 'EBS snapshot')} of it. ${keptWords(failure.kept)}`,
        next: 'It is tried again with the next pruning.',
      };
    case 'children-failed':
      return {
        cause: `${plural(failure.count, 'server')} could not be snapshotted.`,
        next: 'The causes stand beside their names.',
      };
    case 'stuck':
      return {
        cause:
          'AWS has been working on it for two days without an end. It is not watched any longer; it may still finish in AWS.',
        next: 'Look at the snapshots in the EC2 console, and take another one.',
      };
  }
}

/** Why AWS keeps a snapshot, for the reasons that it usually has. */
function keptWords(kept: readonly KeptSnapshot[]): string {
  const causes = new Set(kept.map(({ code, message }) => keptBy.get(code) ?? other(code, message).cause));
  return [...causes].join(' ');
}

const keptBy: ReadonlyMap<string, string> = new Map([
  ['InvalidSnapshot.InUse', 'An image (AMI) is made of it. Deregister the image first.'],
  ['UnauthorizedOperation', 'The permissions of Snapkeeper lack `ec2:DeleteSnapshot`.'],
]);

const gaveUp: Readonly<Record<(Failure & { kind: 'gave-up' })['why'], FailureWords>> = {
  throttled: {
    cause:
      'AWS asked for an hour to come back later: there are too many requests in this account, or something else keeps changing the same snapshots.',
    next: 'Find out what else is calling AWS so often, and take it again.',
  },
  unreachable: {
    cause: 'AWS could not be reached for an hour.',
    next: 'Check the network of the machine that runs Snapkeeper, and take it again.',
  },
  'no-answer': {
    cause: 'AWS never answered, and no trace of the snapshot was found afterwards.',
    next: 'Take it again.',
  },
};

const refusals: ReadonlyMap<string, FailureWords> = new Map(
  Object.entries({
    ConcurrentSnapshotLimitExceeded: {
      cause:
        'One of its volumes already has as many snapshots in progress as AWS allows. They usually finish within the hour.',
      next: 'Take it again when they have finished.',
    },
    PendingSnapshotLimitExceeded: {
      cause: 'This account already has as many snapshots in progress as AWS allows.',
      next: 'Take it again when some of them have finished.',
    },
    SnapshotLimitExceeded: {
      cause: 'The limit of snapshots in this Region is reached.',
      next: 'Delete snapshots that nobody needs, or ask AWS for more (Service Quotas, L-309BACF6).',
    },
    UnauthorizedOperation: {
      cause:
        'AWS does not allow Snapkeeper to do this: its permissions lack `ec2:CreateSnapshots`, `ec2:CreateTags` or `ec2:DeleteTags`.',
      next: 'Whoever runs Snapkeeper: attach `manifest/iam-policy.json` to its role, then take it again.',
    },
    'InvalidSnapshot.NotFound': {
      cause: 'AWS does not know one of its EBS snapshots any more: somebody has deleted it.',
      next: 'What is left of a set without all its members cannot bring the whole server back. Take another one.',
    },
    'InvalidVolume.NotFound': {
      cause: 'AWS does not know one of its volumes any more.',
      next: 'Take it again: Snapkeeper reads the list of volumes anew.',
    },
    IncorrectModificationState: {
      cause: 'One of its volumes is being changed in size or type, and AWS takes no snapshot meanwhile.',
      next: 'Take it again when that is over; large volumes can take hours.',
    },
    CustomerKeyHasBeenRevoked: {
      cause: 'The key that encrypts one of its volumes is disabled, or Snapkeeper may not use it.',
      next: 'Whoever keeps the key in AWS KMS: enable it, and allow kms:DescribeKey and kms:CreateGrant. Then take it again.',
    },
    AuthFailure: {
      cause: 'AWS does not accept the credentials of Snapkeeper.',
      next: 'Whoever runs Snapkeeper: renew its credentials, then take it again.',
    },
    OptInRequired: {
      cause: 'This Region is not enabled in the AWS account.',
      next: 'Whoever runs Snapkeeper: enable the Region, or correct AWS_REGION.',
    },
    TagPolicyViolation: {
      cause:
        'A tag policy of the AWS organization does not allow the tags that Snapkeeper writes (they begin with `snapkeeper:`).',
      next: 'Whoever keeps the policy: allow them on snapshots. Then take it again.',
    },
    OperationNotPermitted: {
      cause: 'AWS does not permit this on the server or one of its volumes; another service may own them.',
      next: 'Look at the server in the EC2 console, or ask whoever owns it.',
    },
    'InvalidInstanceID.NotFound': {
      cause: 'AWS does not know this server any more.',
      next: 'Nothing can be taken from a server that is gone. Its earlier snapshots stay.',
    },
    IncorrectInstanceState: {
      cause: 'The server is starting up or going away, and AWS takes no snapshot of it in that state.',
      next: 'Take it again when the server is running or stopped.',
    },
    IncorrectState: {
      cause: 'A volume of the server is still being made or changed.',
      next: 'Take it again in a few minutes.',
    },
    TagLimitExceeded: {
      cause: 'There is no room for the tags of Snapkeeper: AWS allows 50 on one snapshot.',
      next: 'Take away tags that nobody needs, from its volumes too, then take it again.',
    },
  }),
);

function other(code: string, message: string): FailureWords {
  return {
    cause: `AWS refused it: ${outside(message.replace(/[.\s]+$/u, ''), 300)} (${outside(code)}).`,
    next: 'If this does not tell you what to do, ask whoever runs Snapkeeper.',
  };
}
