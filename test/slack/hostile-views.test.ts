import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { homeOverview } from '../../src/core/home.ts';
import type { FormId, ServerId } from '../../src/core/ids.ts';
import { serverChoice, serverChoices } from '../../src/core/server-choice.ts';
import { serverRows } from '../../src/core/server-rows.ts';
import { parseSnapshotFields } from '../../src/core/snapshot-form.ts';
import { hasControls } from '../../src/core/typed-text.ts';
import { markupSlips } from '../../src/sandbox/slack/markup-slips.ts';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { validateView } from '../../src/sandbox/slack/validate/validate.ts';
import { replyView } from '../../src/slack/words/form-words.ts';
import { homeWords } from '../../src/slack/words/home-words.ts';
import { operationOf, origin, place, planOf, serverOf, setOf } from '../core/samples.ts';
import { inputs, text } from './hostile-text.ts';

/** Views take longer to make than cards. */
const viewInputs = inputs / 5;
const otherId = 'i-0b000000000000002' as ServerId;
const searched = ['prod-web', 'help', '<!channel>'].map(name => serverOf(name));

test('20,000 hostile names: no modal, no option, no Home is refused by Slack or calls anybody', () => {
  let count = 0;
  fc.assert(
    fc.property(text, text, (name, more) => {
      count += 1;
      const view = viewAbout(count % 3, name, more);
      const json = JSON.parse(JSON.stringify(view)) as Json;
      expect(validateView(json)).toEqual([]);
      expect(markupSlips('', json['blocks'] as Json[])).toEqual([]);
    }),
    { numRuns: viewInputs, seed: 3 },
  );
  expect(count).toBe(viewInputs);
});

function viewAbout(which: number, name: string, more: string) {
  const servers = [serverOf(name, { state: more, type: more, zone: more }), serverOf(more, { id: otherId })];
  switch (which) {
    case 0: {
      const server = serverChoice(servers[0]?.id ?? otherId, servers);
      const card = { kind: 'reports', channel: origin.channel, reports: origin.channel } as const;
      const form = {
        kind: 'snapshot',
        id: 'f-22222222' as FormId,
        server,
        serversKnown: true,
        card,
      } as const;
      return replyView({ kind: 'form', form });
    }
    case 1: {
      const plan = planOf({ server: { ...planOf().server, name } });
      const rows = serverRows(servers, new Map([[otherId, { count: 2, newest: setOf() }]]));
      const running = [operationOf({}, { plan })];
      return homeWords(homeOverview({ place, running, servers: rows, serversRead: true }, 0));
    }
    default:
      return replyView({ kind: 'refused', server: name, refusal: { kind: 'terminated' }, offers: [] });
  }
}

test('20,000 hostile submissions and searches: none throws, and what is taken holds no control character', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.option(text), fc.option(text), (server, note) => {
      const fields = {
        ...(server === null ? {} : { server: [server] }),
        ...(note === null ? {} : { note: [note] }),
      };
      const filledIn = parseSnapshotFields(fields, null);
      if (server !== null) serverChoices(server, searched);
      if (filledIn.kind === 'faults') return;
      taken += 1;
      expect(hasControls(filledIn.note)).toBe(false);
      expect(Array.from(filledIn.note).length).toBeLessThanOrEqual(200);
    }),
    { numRuns: viewInputs, seed: 4 },
  );
  expect(taken).toBeGreaterThan(viewInputs / 5);
});
