import { expect } from 'vitest';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import type { Claim } from './entrance.ts';
import type { Scene } from './hostile-scene.ts';
import { watch } from './untouched.ts';

/** Delivers it and waits until the bot has done what it does. */
export async function delivered({ stage }: Scene, payload: Json): Promise<void> {
  expect(await stage.slack.redeliver(payload)).toMatchObject({ ok: true });
  await stage.pass(0);
}

export const refusing = ['denied', 'refused'];

/** The payload from this person is refused, on record under that name, and nothing came of it. */
export async function expectRefused(
  scene: Scene,
  why: string,
  payload: Json,
  claim: Claim,
  shownTo = claim.id,
): Promise<void> {
  const watched = watch(scene.stage, shownTo);
  await delivered(scene, payload);
  const rows = watched.nothingBut(why);
  expect(rows.length, `${why}: on record`).toBeGreaterThan(0);
  for (const { actor, outcome } of rows) {
    expect(refusing, why).toContain(outcome);
    expect(actor, why).toBe(`${claim.team}/${claim.id}`);
  }
}

export const idOf = ({ stage }: Scene, name: string): string => stage.slack.people[name]?.id ?? '';

export const claimOf = (scene: Scene, who: string): Claim => ({
  id: idOf(scene, who),
  team: scene.stage.slack.teamId,
});

const notGranted = [...refusing, 'not-understood'];

/** Nothing comes of it; a read may be answered. */
export async function expectFutile(scene: Scene, why: string, payload: Json, as: string): Promise<void> {
  const id = idOf(scene, as);
  const watched = watch(scene.stage, id);
  await delivered(scene, payload);
  for (const { outcome } of watched.nothingBut(why)) expect(notGranted, why).toContain(outcome);
}
