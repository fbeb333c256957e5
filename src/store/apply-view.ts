import { and, eq, lt } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { Change } from '../ports.ts';
import type { Db } from './database.ts';
import { formRow } from './rows.ts';

type Of<Kind extends Change['kind']> = Change & { kind: Kind };

const { forms, homes } = schema;

export function applyForm(tx: Db, { form }: Of<'form'>): { changes: number } {
  return tx.insert(forms).values(formRow(form)).onConflictDoNothing().run();
}

/** Opened is to be shown anew, whatever Slack was sent before. */
export function applyHomeOpened(tx: Db, { actor, page, at }: Of<'home-opened'>): void {
  const row = { team: actor.team, user: actor.user, openedAt: at, page, sentHash: '' };
  tx.insert(homes)
    .values(row)
    .onConflictDoUpdate({ target: [homes.team, homes.user], set: row })
    .run();
}

export function applyHomeSent(tx: Db, { opened, hash }: Of<'home-sent'>): void {
  const { actor, openedAt, page } = opened;
  const person = and(eq(homes.team, actor.team), eq(homes.user, actor.user));
  const same = and(person, eq(homes.openedAt, openedAt), eq(homes.page, page));
  tx.update(homes).set({ sentHash: hash }).where(same).run();
}

export function forgetViews(tx: Db, before: number): void {
  tx.delete(forms).where(lt(forms.at, before)).run();
  tx.delete(homes).where(lt(homes.openedAt, before)).run();
}
