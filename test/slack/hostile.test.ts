import * as fc from 'fast-check';
import { noDescendants } from '../../src/core/run.ts';
import { expect, test } from 'vitest';
import { operationCard } from '../../src/core/cards.ts';
import { parseCommand } from '../../src/core/command.ts';
import { parseHoldText } from '../../src/core/hold-text.ts';
import type { Failure } from '../../src/core/operation.ts';
import { markupSlips } from '../../src/sandbox/slack/markup-slips.ts';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate/validate.ts';
import { typedText } from '../../src/slack/incoming-text.ts';
import { cardMessage } from '../../src/slack/words/card-words.ts';
import { replyMessage } from '../../src/slack/words/reply-words.ts';
import { adoptionOf, alice, memberOf, noon, operationOf, planOf, setOf } from '../core/samples.ts';
import { inputs, text } from './hostile-text.ts';

const slash = fc.constantFrom('/snapshot', '/snapkeeper', '/nonsense');

test('100,000 hostile texts: none throws, and a fifth and more are commands', () => {
  let understood = 0;
  fc.assert(
    fc.property(slash, text, (command, typed) => {
      const parsed = parseCommand(command, typedText(typed));
      if (parsed.kind === 'fault') return;
      understood += 1;
      if (parsed.command.kind === 'hold') parseHoldText(parsed.command.words, noon);
    }),
    { numRuns: inputs, seed: 1 },
  );
  expect(understood).toBeGreaterThan(inputs / 5);
});

const failures = (message: string): readonly Failure[] => [
  { kind: 'refused-by-aws', code: message, message },
  { kind: 'members-failed', message },
];

test('100,000 hostile names and notes: no card and no reply is refused by Slack or calls anybody', () => {
  let count = 0;
  fc.assert(
    fc.property(text, text, (name, note) => {
      count += 1;
      const message = messageAbout(count % 10, name, note);
      if (message === null) return;
      const blocks = message.blocks as unknown as readonly Json[];
      expect(validateBlocks(blocks, 'message')).toEqual([]);
      expect(markupSlips(message.text, blocks)).toEqual([]);
    }),
    { numRuns: inputs, seed: 2 },
  );
  expect(count).toBe(inputs);
});

function messageAbout(which: number, name: string, note: string) {
  const plan = planOf({ server: { ...planOf().server, name }, note });
  const facts = { ...noDescendants, set: null, lastGood: null };
  const [refused, failed] = failures(name);
  const [member] = setOf().members;
  if (member === undefined) throw new Error('a set has members');
  const hold = { by: alice, at: noon, reason: note, until: null };
  switch (which) {
    case 0:
      return cardMessage(operationCard(operationOf({}, { plan }), facts), true);
    case 1:
      return cardMessage(operationCard(operationOf({ members: [memberOf()] }, { plan }), facts), false);
    case 2:
      return cardMessage(
        operationCard(operationOf({ members: [memberOf()] }, { plan, state: 'finished' }), {
          ...facts,
          set: setOf({ hold }),
        }),
        false,
      );
    case 3:
      return cardMessage(
        operationCard(operationOf({ failure: refused ?? null }, { plan, state: 'failed' }), facts),
        false,
      );
    case 4:
      return cardMessage(
        operationCard(operationOf({ failure: failed ?? null }, { plan, state: 'failed' }), facts),
        false,
      );
    case 5:
      return replyMessage({
        kind: 'sets',
        server: name,
        sets: [setOf({ note, hold })],
        more: 0,
        others: 2,
        list: { readAt: noon, stale: true },
      });
    case 6:
      return replyMessage({ kind: 'operation', operation: operationOf({}, { plan }), set: setOf({ hold }) });
    case 7:
      return cardMessage(
        {
          kind: 'adoption',
          adoption: adoptionOf({
            problems: [{ subject: setOf().id, why: { kind: 'tags-differ', key: name } }],
          }),
        },
        false,
      );
    case 8:
      return replyMessage({
        kind: 'set',
        set: setOf({ serverName: name, note, hold, members: [{ ...member, device: name }] }),
      });
    default:
      return faultReply(name, note);
  }
}

function faultReply(name: string, note: string) {
  const parsed = parseCommand('/snapkeeper', `${name} ${note}`);
  if (parsed.kind === 'command') return null;
  const near = 'near' in parsed.fault ? parsed.fault.near : [];
  const offers = near.map((command, index) => ({ id: `b-${index}` as never, label: command, command }));
  return replyMessage({ kind: 'not-understood', fault: parsed.fault, offers });
}
