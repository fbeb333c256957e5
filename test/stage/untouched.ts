import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { ChainedEntry } from '../../src/core/audit.ts';
import { auditRows } from '../store/stage.ts';
import type { Stage } from './stage.ts';

/** What nobody without the right may add to or change. */
export const guarded = [
  'operations',
  'sets',
  'adoptions',
  'resources',
  'timers',
  'policies',
  'slots',
  'requests',
  'forms',
  'cards',
] as const;

export type Guarded = (typeof guarded)[number];

function rowsOf(file: string, tables: readonly Guarded[]): Readonly<Record<string, readonly unknown[]>> {
  const db = new Database(file, { readonly: true });
  try {
    return Object.fromEntries(tables.map(table => [table, db.prepare(`select * from ${table}`).all()]));
  } finally {
    db.close();
  }
}

/** The modals that other people have before them, and every Home but those of guests, which may say that they are. */
function seenByOthers({ slack }: Stage, but: string): string {
  const views = Object.values(slack.people).map(({ id, name, is_restricted }) => {
    const client = slack.client(name);
    return [id === but ? [] : client.modals(), is_restricted ? null : client.home()];
  });
  return JSON.stringify(views);
}

export type Watch = {
  /** Throws unless nothing was changed, called in EC2 or shown to anybody but this person. Answers what is on record since. */
  nothingBut(why: string): readonly ChainedEntry[];
};

/** Looks at everything before an attack, to compare it afterwards. `shownTo`: the user id of who may see an answer. */
export function watch(stage: Stage, shownTo: string, tables: readonly Guarded[] = guarded): Watch {
  const { slack, cloud, database } = stage;
  const before = rowsOf(database, tables);
  const audited = auditRows(database).length;
  const calls = cloud.calls.length;
  const views = seenByOthers(stage, shownTo);
  const shown: (string | undefined)[] = [];
  const stop = slack.onChange(({ message }) => shown.push(message.ephemeral_to));
  return {
    nothingBut(why) {
      stop();
      const changing = cloud.calls.slice(calls).filter(({ action }) => !/^(?:Describe|Get)/u.test(action));
      expect(changing, why).toEqual([]);
      expect(rowsOf(database, tables), why).toEqual(before);
      expect(
        shown.filter(who => who !== shownTo),
        `${why}: shown to others`,
      ).toEqual([]);
      expect(seenByOthers(stage, shownTo), why).toBe(views);
      return auditRows(database).slice(audited);
    },
  };
}
