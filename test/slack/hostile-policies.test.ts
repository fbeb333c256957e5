import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fields } from '../../src/core/form.ts';
import type { FormId, SetId } from '../../src/core/ids.ts';
import type { PolicyDraft } from '../../src/core/policy-draft.ts';
import { parsePolicyFields } from '../../src/core/policy-fields.ts';
import { forecast } from '../../src/core/policy-forecast.ts';
import type { Reply } from '../../src/core/reply.ts';
import { usualGuard } from '../../src/core/retention.ts';
import { faultsAtFields, replyView } from '../../src/slack/words/form-words.ts';
import { noon } from '../core/samples.ts';
import { text } from './hostile-text.ts';
import { expectSafeView } from './stage.ts';

/** Usually what somebody means, now and then hostile. */
const or = (meant: string) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(meant) }, { weight: 1, arbitrary: text });

const fields: fc.Arbitrary<Fields> = fc
  .record({
    name: text,
    tag: fc.tuple(text, text).map(([key, value]) => `${key}=${value}`),
    every: fc.constantFrom('daily', 'monthly', 'cron'),
    time: or('02:30'),
    date: or('1'),
    cron: or('30 2 * * 1'),
    zone: or('Europe/Berlin'),
    keep: fc.constantFrom('7-4-12', 'own'),
    ownKeep: or('7 daily, within 30d'),
    channel: or('C07OPS00001'),
  })
  .map(given => ({
    ...Object.fromEntries(Object.entries(given).map(([field, value]) => [field, [value]])),
    ...(given.every === 'monthly' ? {} : { date: [] }),
    ...(given.every === 'cron' ? {} : { cron: [] }),
    ...(given.keep === 'own' ? {} : { ownKeep: [] }),
  }));

test('20,000 hostile policies: each is refused at its fields, or becomes a preview that Slack takes', () => {
  let understood = 0;
  fc.assert(
    fc.property(fields, given => {
      const filledIn = parsePolicyFields(given, null);
      if (filledIn.kind === 'faults') {
        const words = Object.values(faultsAtFields({ form: 'policy', faults: filledIn.faults }));
        expect(words.length).toBeGreaterThan(0);
        for (const sentence of words) expect(sentence).toMatch(/^["A-Z][\s\S]+[.?]$/u);
        return;
      }
      understood += 1;
      expectSafeView(replyView(previewOf(filledIn.draft)));
    }),
    { numRuns: 20_000, seed: 3 },
  );
  expect(understood).toBeGreaterThan(2_000);
}, 120_000);

function previewOf(draft: PolicyDraft): Reply {
  const sets = { sets: [], busy: new Set<SetId>(), usedBy: new Map() };
  const expected = forecast(draft, null, { ...sets, servers: [], guard: usualGuard, now: noon });
  const id = 'f-22222222' as FormId;
  return {
    kind: 'form',
    form: { kind: 'policy-preview', id, draft, isNew: true, forecast: expected, again: false },
  };
}
