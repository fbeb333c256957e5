import type { Message } from '../message.ts';
import { message, outside, section } from '../message.ts';
import type { Posted } from '../posting.ts';

/** The card is not where it was asked for: where it is instead. */
export function placedWords(server: string, { channel, ts }: Posted, teamUrl: string): Message {
  const link = `${teamUrl}archives/${channel}/p${ts.replace('.', '')}`;
  const where = channel.startsWith('D') ? 'in our direct messages' : `in <#${channel}>`;
  return message([
    section(
      `The snapshot of \`${outside(server)}\` is being taken. Snapkeeper cannot post here, so its card is ${where}: <${link}|open it>. To have it here, type \`/invite @snapkeeper\`.`,
    ),
  ]);
}
