import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { faultOf } from '../../src/aws/fault.ts';
import { failureWords } from '../../src/slack/words/failure-words.ts';
import { hostile } from '../core/samples.ts';

/** Everything with which EC2 turns down CreateSnapshots, CreateTags and DeleteTags for good. */
const refusals = [
  'AuthFailure',
  'ConcurrentSnapshotLimitExceeded',
  'CustomerKeyHasBeenRevoked',
  'IncorrectInstanceState',
  'IncorrectModificationState',
  'IncorrectState',
  'InvalidInstanceID.NotFound',
  'InvalidSnapshot.NotFound',
  'InvalidVolume.NotFound',
  'OperationNotPermitted',
  'OptInRequired',
  'PendingSnapshotLimitExceeded',
  'SnapshotLimitExceeded',
  'TagLimitExceeded',
  'TagPolicyViolation',
  'UnauthorizedOperation',
];

/** With which EC2 asks to come back later. */
const laters = [
  'ConcurrentTagAccess',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'SnapshotCreationPerVolumeRateExceeded',
  'Throttling',
];

const wordsFor = (code: string, message = 'The words of AWS.') =>
  failureWords({ kind: 'refused-by-aws', code, message });

describe('what EC2 answers instead of doing it', () => {
  test.each(refusals)('%s has its own cause and next step in plain words', code => {
    const { cause, next } = wordsFor(code);
    for (const sentence of [cause, next]) {
      expect(sentence).toMatch(/^[A-Z`].*\.$/u);
      expect(sentence).not.toContain(code);
      expect(sentence).not.toContain('The words of AWS');
    }
  });

  test('no two causes are alike', () => {
    expect(new Set(refusals.map(code => wordsFor(code).cause)).size).toBe(refusals.length);
  });

  test.each(refusals)('%s is not tried again by itself', code => {
    expect(faultOf(ec2(code))).toEqual({ kind: 'refused', code, message: 'The words of AWS.' });
  });

  test.each(laters)('%s is tried again later, as a call that EC2 did not do', code => {
    expect(faultOf(ec2(code))).toEqual({ kind: 'throttled', code });
  });

  test('everything else is shown with the code and the words of AWS', () => {
    const { cause, next } = wordsFor('VolumeOnTheMoon', 'It is too far away.');
    expect(cause).toBe('AWS refused it: It is too far away (VolumeOnTheMoon).');
    expect(next).not.toBe('');
  });

  test('no markup in the words of AWS is alive', () => {
    const { cause } = wordsFor('<!here>', `${hostile} <!channel> <@U07ALICE> <https://example.com|click>`);
    expect(cause).not.toMatch(/<[!@#h]/u);
    expect(cause).toContain('&lt;!here&gt;');
  });
});

function ec2(name: string): EC2ServiceException {
  const $metadata = { httpStatusCode: 400 };
  return new EC2ServiceException({ name, $fault: 'client', message: 'The words of AWS.', $metadata });
}
