import type { ChannelId } from '../../core/ids.ts';
import { typed } from '../../core/command-table.ts';
import type { CardKey } from '../../ports.ts';
import type { Message } from '../message.ts';
import { header, message, section } from '../message.ts';
import type { Posted } from '../posting.ts';
import { isDirect } from '../posting.ts';

/** `here`: read where it was asked for, not in direct messages. `archived`: nothing can be said there any more. */
type Placed = {
  readonly title: string;
  readonly at: Posted;
  readonly origin: ChannelId;
  readonly here: boolean;
  readonly archived: boolean;
  readonly teamUrl: string;
};

/** The card is not where it was asked for: where it is instead. */
export function placedWords({ title, at, origin, here, archived, teamUrl }: Placed): Message {
  const link = `${teamUrl}archives/${at.channel}/p${at.ts.replace('.', '')}`;
  const where = isDirect(at.channel) ? 'in our direct messages' : `in <#${at.channel}>`;
  const asked = `<#${origin}>`;
  const because = archived
    ? `${asked} is archived`
    : `Snapkeeper cannot post ${here ? 'here' : `in ${asked}`}`;
  const remedy =
    archived || isDirect(origin)
      ? ''
      : ` To have cards ${here ? 'here' : 'there'}, type \`/invite @snapkeeper\`${here ? '' : ' there'}.`;
  return message([
    header(title),
    section(`${because}, so its card is ${where}: <${link}|open it>.${remedy}`),
  ]);
}

/** No place takes the card. */
export function nowhereWords(title: string, key: CardKey): Message {
  const operation = key.startsWith('operation/') ? ` ${key.slice('operation/'.length)}` : '';
  return message([
    header(title),
    section(
      `Slack lets Snapkeeper post neither here nor in our direct messages, so there is no card. The work goes on; \`${typed('status')}${operation}\` tells how it goes. To have cards here, type \`/invite @snapkeeper\`.`,
    ),
  ]);
}
