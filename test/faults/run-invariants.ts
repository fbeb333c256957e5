import { firstBroken } from '../../src/core/audit.ts';
import type { Books } from './books.ts';
import { newSince } from './books.ts';
import { differs, postedAgain } from './invariants.ts';

/** One slot of a policy: what it must have left behind, wherever the power was cut. */
export type ExpectedRun = {
  readonly servers: number;
  /** Of all of them together. */
  readonly volumes: number;
  /** Sets of each server that the policy keeps, and no more of them are there. */
  readonly keeps: number;
  /** What its finished card says. */
  readonly finished: RegExp;
};

/** Everything that is not as it must be some time after the cut, a line each. */
export function brokenRun(expected: ExpectedRun, before: Books, after: Books): readonly string[] {
  const news = newSince(before, after);
  return [
    ...onRecord(expected, news),
    ...setsOf(expected, before, after, news),
    ...inSlack(expected, news),
    ...onAudit(expected, news, after),
  ];
}

function onRecord({ servers }: ExpectedRun, news: Books): readonly string[] {
  const wanted = { run: 1, snapshot: servers, delete: servers };
  const kinds = news.operations.map(({ kind }) => kind);
  return [
    ...differs('slots', news.slots.map(({ outcome }) => outcome).join(' '), 'run'),
    ...Object.entries(wanted).flatMap(([kind, count]) =>
      differs(`operations '${kind}'`, kinds.filter(one => one === kind).length, count),
    ),
    ...differs('operations', kinds.length, 1 + 2 * servers),
    ...news.operations
      .filter(({ state }) => state !== 'finished')
      .map(({ kind, state, facts }) => `a ${kind} is ${state}: ${facts}`),
    ...differs('resources still taken', news.resources, 0),
    ...differs('requests', news.requests.length, 0),
  ];
}

/** The oldest set of each server is gone, the others are there, in the rows and in EC2. */
function setsOf(
  { servers, volumes, keeps }: ExpectedRun,
  before: Books,
  after: Books,
  news: Books,
): readonly string[] {
  const good = after.sets.filter(({ state }) => state === 'good');
  const members = (sets: Books['sets']): readonly string[] =>
    sets.flatMap(set => (JSON.parse(set.members) as { snapshot: string }[]).map(({ snapshot }) => snapshot));
  const inEc2 = new Set(after.snapshots.map(({ id }) => id));
  const known = members(good);
  const gone = members(after.sets.filter(({ state }) => state === 'deleted'));
  const planned = [...new Set(before.sets.map(({ server }) => server))].flatMap(server => {
    const own = before.sets.filter(set => set.server === server && set.state === 'good');
    return own.toSorted((a, b) => b.takenAt - a.takenAt).slice(keeps - 1);
  });
  const deleted = after.sets.filter(
    ({ id, state }) => state === 'deleted' && before.sets.some(set => set.id === id && set.state === 'good'),
  );
  return [
    ...differs('sets taken', news.sets.length, servers),
    ...differs('servers with one', new Set(news.sets.map(({ server }) => server)).size, servers),
    ...differs('EBS snapshots made', news.snapshots.length, volumes),
    ...differs('good sets', good.length, servers * keeps),
    ...differs('deleted sets', ids(deleted), ids(planned)),
    ...after.sets
      .filter(({ state }) => state !== 'good' && state !== 'deleted')
      .map(({ id, state }) => `${id} is ${state}`),
    ...known.filter(id => !inEc2.has(id)).map(id => `${id} is of a good set and not in EC2`),
    ...gone.filter(id => inEc2.has(id)).map(id => `${id} is of a deleted set and still in EC2`),
    ...news.snapshots.filter(({ id }) => !known.includes(id)).map(({ id }) => `${id} is of no good set`),
  ];
}

function inSlack({ finished }: ExpectedRun, news: Books): readonly string[] {
  return [
    ...differs('cards', news.cards.length, 1),
    ...news.cards.filter(({ text }) => !finished.test(text)).map(({ text }) => `a card says: ${text}`),
    ...news.cards.filter(({ text }) => text.includes(postedAgain)).map(() => 'a card was posted again'),
    ...news.cardRows
      .filter(row => row.posting !== null || row.dead !== '' || row.sentRevision !== row.revision)
      .map(({ key }) => `${key} has not been brought up to date`),
  ];
}

function onAudit({ servers, volumes }: ExpectedRun, news: Books, after: Books): readonly string[] {
  const count = (verb: string, outcome: string): number =>
    news.audit.filter(entry => entry.verb === verb && entry.outcome === outcome).length;
  const broken = firstBroken(after.audit);
  return [
    ...differs('slots asked for', count('snapshot', 'asked'), 1),
    ...differs('snapshots called', count('snapshot', 'called'), servers),
    ...differs('snapshots done', count('snapshot', 'done'), servers),
    ...differs('deletions called', count('delete', 'called'), volumes),
    ...differs('deletions done', count('delete', 'done'), servers),
    ...differs('runs done', count('run', 'done'), 1),
    ...(broken === null ? [] : [`the audit chain is broken at row ${broken}`]),
  ];
}

const ids = (sets: Books['sets']): string =>
  sets
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
