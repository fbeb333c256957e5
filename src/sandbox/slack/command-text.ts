import type { Directory } from './directory.ts';

// Bare hosts become links only under a public top-level domain; `.internal` and `.local` names stay as typed.
const bareHost = /(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|co)(?![\w.-])/gi;

/**
 * Command text as Slack hands it over when the manifest sets `should_escape`: mentions and links carry ids, and the
 * three special characters are entities. Labels behind the bar are what the person saw, not what is true.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function escapeCommandText(text: string, directory: Directory): string {
  const people = new Map(directory.people().map(person => [person.name, person.id]));
  const channels = new Map(
    directory.channels().flatMap(channel => (channel.is_im ? [] : [[channel.name, channel.id]])),
  );
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<![\w@])@(channel|here|everyone)\b/g, '<!$1>')
    .replaceAll(/(?<![\w@])@([a-z0-9][a-z0-9._-]*)/g, (typed, name: string) =>
      mention(typed, '@', name, people),
    )
    .replaceAll(/(?<![\w#&])#([a-z0-9][a-z0-9_-]*)/g, (typed, name: string) =>
      mention(typed, '#', name, channels),
    )
    .replaceAll(/(?<!<)https?:\/\/[^\s<>|]+/g, link => `<${link}>`)
    .replaceAll(bareHost, (host, offset: number, whole: string) => {
      const inLink = /<[^>]*$/.test(whole.slice(0, offset));
      return inLink ? host : `<http://${host}|${host}>`;
    });
}

function mention(typed: string, sign: '@' | '#', name: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(name);
  return id === undefined ? typed : `<${sign}${id}|${name}>`;
}
