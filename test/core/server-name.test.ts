import { describe, expect, test } from 'vitest';
import type { ServerId } from '../../src/core/ids.ts';
import type { Match, NamedServer } from '../../src/core/server-name.ts';
import { findServer } from '../../src/core/server-name.ts';
import { foldTyping, splitWords } from '../../src/core/typed-text.ts';

function server(id: string, name: string, state = 'running', privateDnsName = ''): NamedServer {
  return { id: id as ServerId, name, privateDnsName, state };
}

const fleet: readonly NamedServer[] = [
  server('i-1', 'prod-web', 'running', 'ip-10-0-0-1.ec2.internal'),
  server('i-2', 'prod-web-2'),
  server('i-3', 'billing'),
  server('i-4', 'billing box 7'),
  server('i-5', 'the "big" one'),
  server('i-6', '🚀 launch — pad'),
  server('i-7', 'worker'),
  server('i-8', 'worker', 'stopped'),
  server('i-9', 'old-db', 'terminated'),
  server('i-10', 'db', 'running'),
  server('i-11', 'db', 'terminated'),
  server('i-12', 'db', 'shutting-down'),
  server('i-13', ''),
  server('i-14', "bob's box"),
];

/** `id rest`, `? id id rest` for several, `none (given) near` for none. */
function found(typed: string, match: Match = 'exact'): string {
  const result = findServer(splitWords(foldTyping(typed)), fleet, match);
  const rest = result.rest.map(word => word.text);
  switch (result.kind) {
    case 'one':
      return [result.server.id, ...rest].join(' ');
    case 'several':
      return ['?', ...result.servers.map(({ id }) => id), ...rest].join(' ');
    case 'none':
      return ['none', `(${result.given})`, ...result.near].join(' ');
  }
}

describe('findServer', () => {
  test.each([
    ['by id', 'i-1', 'i-1'],
    ['by its exact name', 'prod-web', 'i-1'],
    ['by its private DNS name', 'ip-10-0-0-1.ec2.internal', 'i-1'],
    ['without a name by its id', 'i-13', 'i-13'],
    ['by a name with blanks', 'billing box 7', 'i-4'],
    ['by a name in quotes', '"billing box 7"', 'i-4'],
    ['by a name that has quotes', 'the "big" one', 'i-5'],
    ['by a name with quotes as a phone writes them', 'the “big” one', 'i-5'],
    ['by a name with emoji and a long dash', '🚀 launch — pad', 'i-6'],
    ['by a name with an apostrophe', 'bob’s box', 'i-14'],
    ['as the living one of its name', 'db', 'i-10'],
    ['terminated, when no living one has the name', 'old-db', 'i-9'],
  ])('finds a server %s', (_, typed, expected) => {
    expect(found(typed)).toBe(expected);
  });

  test.each([
    ['billing box 7 before the deploy', 'i-4 before the deploy'],
    ['billing box 8', 'i-3 box 8'],
    ['prod-web "a b" c', 'i-1 a b c'],
    ['worker tonight', '? i-7 i-8 tonight'],
  ])('in %s the longest name wins and the rest is the note', (typed, expected) => {
    expect(found(typed)).toBe(expected);
  });

  test.each<[string, Match, string]>([
    ['prod-wbe', 'exact', 'none (prod-wbe) prod-web'],
    ['bill', 'exact', 'none (bill) billing billing box 7'],
    ['bilinl box 7', 'exact', 'none (bilinl box 7) billing box 7'],
    ['prod-wbe before it', 'exact', 'none (prod-wbe) prod-web'],
    ['oldd-db', 'exact', 'none (oldd-db)'],
    ['the', 'prefix', 'i-5'],
    ['launch', 'prefix', 'none (launch)'],
    ['prod-w', 'prefix', 'none (prod-w) prod-web prod-web-2'],
    ['prod-web', 'prefix', 'i-1'],
    ['old', 'prefix', 'none (old)'],
  ])('%s, %s', (typed, match, expected) => {
    expect(found(typed, match)).toBe(expected);
  });

  test('the same server found twice is one server', () => {
    const twin = [server('i-1', 'i-1', 'running', 'i-1')];
    expect(findServer(splitWords('i-1'), twin, 'exact').kind).toBe('one');
  });
});
