import type { CardKey, CardRow, Deps } from '../ports.ts';
import type { Message } from './message.ts';
import { titleOf } from './message.ts';
import type { Posted, Posting } from './posting.ts';
import { isDirect } from './posting.ts';
import type { SlackFault } from './web.ts';
import { nowhereWords, placedWords } from './words/placed-words.ts';

/** Answers where a command or a click was made; throws when Slack does not take it. */
export type Respond = (message: Message) => Promise<unknown>;

export type Notices = {
  /** From now on whoever asked for this card can be answered where they asked, for as long as Slack allows. */
  answerable(key: CardKey, respond: Respond): void;
  /**
   * Tells the requester that their card does not stand where they asked for it. Answers why they have not been
   * told and may be later, or null. `archived`: nobody reads a reply where they asked.
   */
  elsewhere(card: CardRow, full: Message, at: Posted, archived: boolean): Promise<SlackFault | null>;
  /** Tells the requester that no place takes their card; only a reply can. */
  nowhere(card: CardRow, full: Message): Promise<void>;
};

type NoticeDeps = Pick<Deps, 'clock' | 'log'> & {
  readonly posting: Pick<Posting, 'say'>;
  readonly teamUrl: () => string;
};

/** Slack takes replies for 30 minutes. */
const answerableFor = 29 * 60_000;
/** So many of the newest requests; an older one is told by a direct message. */
const remembered = 500;

/** What only the requester is told about a card: first by a reply, else by a direct message. */
export function createNotices({ clock, log, posting, teamUrl }: NoticeDeps): Notices {
  const replies = new Map<CardKey, { readonly respond: Respond; readonly until: number }>();

  async function reply(key: CardKey, words: Message): Promise<boolean> {
    const known = replies.get(key);
    if (known === undefined || known.until < clock.now()) return false;
    try {
      await known.respond(words);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ card: key, error: reason }, 'a reply could not be delivered');
      return false;
    }
  }

  return {
    answerable(key, respond) {
      replies.set(key, { respond, until: clock.now() + answerableFor });
      const [oldest] = replies.keys();
      if (replies.size > remembered && oldest !== undefined) replies.delete(oldest);
    },
    async elsewhere({ key, origin, requester }, full, at, archived) {
      const about = { title: titleOf(full), at, origin: origin.channel, archived, teamUrl: teamUrl() };
      if (!archived && (await reply(key, placedWords({ ...about, here: true })))) return null;
      // The card itself has reached them.
      if (isDirect(at.channel) || requester === null) return null;
      const said = await posting.say(requester.user, placedWords({ ...about, here: false }));
      if (said.kind === 'ok') return null;
      if (said.fault.kind !== 'refused') return said.fault;
      log.warn({ card: key, fault: said.fault }, 'the requester could not be told where their card stands');
      return null;
    },
    async nowhere({ key }, full) {
      await reply(key, nowhereWords(titleOf(full), key));
    },
  };
}
