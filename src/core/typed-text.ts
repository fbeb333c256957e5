/** One word of typed text: `raw` as it stood, `text` without the quotes around it. */
export type Word = { readonly raw: string; readonly text: string; readonly quoted: boolean };

// Control characters, bidirectional controls, invisible marks and fillers, tag characters: they can make a line
// read as another one, or two names look the same. The zero-width joiner stays, it holds emoji together.
const invisible =
  // oxlint-disable-next-line no-control-regex -- taking them out is the point
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\u{E0000}-\u{E007F}]/gu;

/**
 * Folds what phones and word processors make of plain typing: smart quotes, long dashes, odd blanks.
 * iOS turns two hyphens into one em dash, so that one becomes two again. Used on typed text and on names
 * alike, so that both sides of a comparison are folded the same way.
 */
export function foldTyping(text: string): string {
  return (
    text
      .replace(/[\t\n\r\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu, ' ')
      .replace(invisible, '')
      // After the invisible marks are gone, for they can stand between a letter and its accent.
      .normalize('NFC')
      .replace(/[“”„‟«»″]/gu, '"')
      .replace(/[‘’‚‛′]/gu, "'")
      .replace(/[—―]/gu, '--')
      .replace(/[‐‑‒–−]/gu, '-')
      .replace(/ +/gu, ' ')
      .trim()
  );
}

/**
 * Splits folded text at blanks. Quotes group words only when they open a word and close one, so that an
 * apostrophe or a lone quote stays what it is.
 */
export function splitWords(folded: string): readonly Word[] {
  const words: Word[] = [];
  const pattern = /(?:"([^"]*)"|'([^']*)')(?= |$)|[^ ]+/gu;
  for (const match of folded.matchAll(pattern)) {
    const inside = match[1] ?? match[2];
    words.push({ raw: match[0], text: inside ?? match[0], quoted: inside !== undefined });
  }
  return words;
}

/** Control characters that nobody types, and those that turn the direction of a line. Tabs and line breaks are none. */
export function hasControls(text: string): boolean {
  return /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/u.test(text);
}

/** Text from outside for one line of a card: no control, bidirectional or line-breaking characters are left. */
export function oneLine(text: string): string {
  return text
    .replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/gu, ' ')
    .replace(invisible, '')
    .trim();
}

/** The first `limit` characters by code point, with an ellipsis when something was left out. */
export function clip(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}
