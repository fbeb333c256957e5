import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, foldTyping, splitWords } from '../../src/core/typed-text.ts';

describe('typed text', () => {
  test.each([
    ['smart quotes', '“a” ‘b’ ‚c‛ „d‟ «e»', `"a" 'b' 'c' "d" "e"`],
    ['the em dash of two hyphens', 'web —dry-run', 'web --dry-run'],
    ['every other dash', 'a‐b‑c‒d–e−f', 'a-b-c-d-e-f'],
    ['odd blanks', 'a\u00A0b\u2003c\u202Fd\u3000e\tf\r\ng', 'a b c d e f g'],
    ['runs of blanks and those around', '  a  \u00A0 b ', 'a b'],
    ['bidirectional overrides', 'a\u202Eb\u2066c\u2069d\u200Ee\u200Ff', 'abcdef'],
    ['control characters', 'a\u0000b\u001Bc\u007Fd\u009Fe', 'abcde'],
    ['zero-width marks', 'a\u200Bb\u2060c\uFEFFd', 'abcd'],
    ['composed letters', 'e\u0301', 'é'],
  ])('folds %s', (_, typed, folded) => {
    expect(foldTyping(typed)).toBe(folded);
  });

  test('keeps the joiner that holds an emoji together', () => {
    expect(foldTyping('👩\u200D💻 prod')).toBe('👩\u200D💻 prod');
  });

  test('folding a second time changes nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(' ', '\u00A0', '\u200B', '\u202E', '—', '–', '“', '’', '\t', '\u0007', '\uFEFF'),
    );
    fc.assert(
      fc.property(fc.array(piece), parts => {
        const folded = foldTyping(parts.join(' '));
        expect(foldTyping(folded)).toBe(folded);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test.each([
    ['a b', ['a', 'b']],
    ['"a b" c', ['a b', 'c']],
    ["'a b' c", ['a b', 'c']],
    ["it's bob's", ["it's", "bob's"]],
    ['"a b', ['"a', 'b']],
    ['a"b c"d', ['a"b', 'c"d']],
    ['"a b"c', ['"a', 'b"c']],
    ['""', ['']],
    ['', []],
  ])('splits %s at its blanks', (folded, words) => {
    expect(splitWords(folded).map(word => word.text)).toEqual(words);
  });

  test('the words as they stood make up the text again', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ' ', '"', "'"), { maxLength: 30 });
    fc.assert(
      fc.property(text, parts => {
        const folded = foldTyping(parts.join(''));
        expect(
          splitWords(folded)
            .map(word => word.raw)
            .join(' '),
        ).toBe(folded);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('clips by whole characters and says that it did', () => {
    expect(clip('🚀🚀🚀', 3)).toBe('🚀🚀🚀');
    expect(clip('🚀🚀🚀🚀', 3)).toBe('🚀🚀…');
  });
});
