/**
 * Undoes what Slack does to typed text: `&amp;` and its two companions, and mentions and links in angle
 * brackets, which become the words that the person saw. The label of a mention can be forged, so it is
 * only ever text.
 */
export function typedText(text: string): string {
  return text
    .replace(/<@[A-Z0-9]+\|([^>]*)>/gu, '@$1')
    .replace(/<#[A-Z0-9]+\|([^>]*)>/gu, '#$1')
    .replace(/<((?:https?|mailto|tel):[^|>]+)\|([^>]*)>/gu, '$2')
    .replace(/<((?:https?|mailto|tel):[^|>]+)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
