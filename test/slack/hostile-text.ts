import * as fc from 'fast-check';

/** How many inputs each of these tests tries. */
export const inputs = 100_000;

/** What people type, what they paste, and what somebody means harm with. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'prod-web',
      'list',
      'help',
      'hold',
      's-7k2m9qxa',
      'o-7k2m9qxa',
      'confirm',
      'a-7k2m9qxa',
      'until',
      'pause',
      'policy',
      'nightly',
      '2026-12-24',
      'for',
      '30',
      'days',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('--dry-run', '—dry-run', '--', '-x', '--force', '“a b”', "don't", '"', "'"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '<!channel>',
      '<!here|x>',
      '<@U07BOB>',
      '<https://evil.example|Console>',
      '&lt;',
      '&amp;amp;',
      '*b*',
      '`c`',
      '~s~',
      ':bomb:',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\u202E', '\u0000', '\n', '\u200B', '🚀', '\uD800', '\u{E0041}', '\u2028'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);
export const text = fc.array(piece, { maxLength: 7 }).map(pieces => pieces.join(' '));
