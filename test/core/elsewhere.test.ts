import { expect, test } from 'vitest';
import { elsewhere } from '../../src/core/elsewhere.ts';
import type { PlaceId } from '../../src/core/ids.ts';

const here = 'eu-west-1' as PlaceId;

test.each([
  ['i-0123456789abcdef0', { kind: 'server-id', here }],
  ['i-01234567', { kind: 'server-id', here }],
  ['snap-0123456789abcdef0', { kind: 'not-a-server', what: 'EBS snapshot' }],
  ['vol-0123456789abcdef0', { kind: 'not-a-server', what: 'volume' }],
  ['s-7k2m9qxa', { kind: 'not-a-server', what: 'snapshot' }],
  ['prod-web@us-east-1', { kind: 'other-region', region: 'us-east-1', here }],
  ['us-gov-west-1/prod-web', { kind: 'other-region', region: 'us-gov-west-1', here }],
  ['ap-southeast-2:prod-web', { kind: 'other-region', region: 'ap-southeast-2', here }],
  ['prod-web@eu-west-1', { kind: 'this-region', name: 'prod-web', here }],
  ['prod-web', null],
  ['i-0123', null],
  ['i-0123456789ABCDEF0', null],
  ['alice@example.com', null],
  ['web@prod', null],
])('%s tells of itself what it can', (given, told) => {
  expect(elsewhere(given, here)).toEqual(told);
});

test('a place with an alias is known by its Region', () => {
  const aliased = 'prod/eu-west-1' as PlaceId;
  expect(elsewhere('web@eu-west-1', aliased)).toEqual({ kind: 'this-region', name: 'web', here: aliased });
});
