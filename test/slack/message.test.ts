import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OfferId } from '../../src/core/ids.ts';
import { buttons, context, escape, header, message, outside, section } from '../../src/slack/message.ts';
import { hostile } from '../core/samples.ts';
import { expectSafe } from './stage.ts';

const textOf = (mrkdwn: string): string => message([section(mrkdwn)]).text;

describe('a message', () => {
  test.each([
    ['&', '&amp;'],
    ['<!here>', '&lt;!here&gt;'],
    ['&lt;', '&amp;lt;'],
    [`"it's" 🚀`, `"it's" 🚀`],
  ])('escapes %s once', (text, escaped) => {
    expect(escape(text)).toBe(escaped);
    expect(outside(text)).toBe(escaped);
  });

  test('text from outside is one line, clipped before it is escaped', () => {
    expect(outside('a\nb\u202Ec\u0007')).toBe('a bc');
    expect(outside('&'.repeat(9), 4)).toBe('&amp;&amp;&amp;…');
  });

  test.each([
    ['a character', `${'x'.repeat(2_998)}🚀!`, `${'x'.repeat(2_998)}…`],
    ['an entity', `${'x'.repeat(2_996)}&amp;`, `${'x'.repeat(2_996)}…`],
    ['a mention', `${'x'.repeat(2_990)} <@U07ALICE|alice>`, `${'x'.repeat(2_990)} …`],
    ['nothing', 'x'.repeat(3_000), 'x'.repeat(3_000)],
  ])('too long a section is not cut inside of %s', (_, mrkdwn, shown) => {
    expect(textOf(mrkdwn)).toBe(shown);
  });

  test('is never too long for Slack and never half an entity, whatever is in it', () => {
    const long = fc.string({
      unit: fc.constantFrom('&', '<', '🚀', 'x', ' '),
      minLength: 500,
      maxLength: 2_000,
    });
    fc.assert(
      fc.property(long, text => {
        const made = message([header(text), section(escape(text)), context(escape(text))]);
        expectSafe(made);
        expect(made.text).not.toMatch(/&(?!amp;|lt;|gt;)|\p{Surrogate}/u);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('its text says what its blocks say, buttons and all', () => {
    const offer = { id: 'b-1' as OfferId, label: hostile, command: 'x' };
    const { text } = message([header('a <b>'), section('*c*'), context('d'), buttons([offer])]);
    expect(text).toBe(`a &lt;b&gt;\n*c*\nd\n[${escape(hostile)}]`);
  });

  test('mrkdwn is verbatim and plain text without emoji codes, so that names stay what they are', () => {
    expect(section(':bomb: #ops')).toMatchObject({ text: { type: 'mrkdwn', verbatim: true } });
    expect(header(':bomb:')).toMatchObject({ text: { type: 'plain_text', emoji: false, text: ':bomb:' } });
    expect(header('\u202E ')).toMatchObject({ text: { text: '–' } });
  });
});
