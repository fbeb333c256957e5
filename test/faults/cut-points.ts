import type { Change, Store } from '../../src/ports.ts';
import type { Stage, StageOptions } from '../stage/stage.ts';
import { createStage } from '../stage/stage.ts';
import type { Books } from './books.ts';
import { readBooks } from './books.ts';
import { quickWork } from './scenarios.ts';

export type Port = 'the database' | 'EC2' | 'Slack';
export type Side = 'before' | 'after';

/** A call that can be cut: the `nth` of that name in this run. */
export type Point = { readonly port: Port; readonly name: string; readonly nth: number };

export const pointName = ({ name, nth }: Point): string => (nth > 1 ? `${name} no. ${nth}` : name);

export type CutStage = {
  readonly stage: Stage;
  books(): Books;
  /** Straight into the database: what no command can do. */
  commit(changes: readonly Change[]): ReturnType<Store['commit']>;
  /** Runs until the power is cut at the first wanted point, before or after it took effect. Null when there was none. */
  cutAt(isWanted: (point: Point) => boolean, side: Side, run: () => Promise<void>): Promise<Point | null>;
  /** Closes the dead bot and starts the next one, on the same database, against the same services. */
  restart(): Promise<void>;
};

type Watch = (port: Port, name: string) => Side | null;

const changesEc2 = (action: string): boolean =>
  !action.startsWith('Describe') && action !== 'GetCallerIdentity';

/** The whole product with a knife at each of its wires. */
export async function createCutStage(options: StageOptions = {}): Promise<CutStage> {
  let watch: Watch = () => null;
  let opened: Store | null = null;
  const stage: Stage = await createStage({
    ...options,
    wrapStore(store) {
      opened = store;
      return withCommit(store, (changes, go) => {
        const side = watch('the database', commitName(changes));
        if (side !== null) stage.cut();
        return side === 'before' ? new Promise(() => {}) : go();
      });
    },
  });

  stage.cloud.region.snapshotTakes = quickWork;
  stage.cloud.mishap = ({ action }) => {
    if (stage.isCut()) return { drop: true };
    const side = changesEc2(action) ? watch('EC2', action) : null;
    if (side === null) return undefined;
    stage.cut();
    return { drop: true, after: side === 'after' };
  };
  stage.slack.mishap = ({ method }) => {
    if (stage.isCut()) return { drop: 'before' };
    const side = method.startsWith('chat.') ? watch('Slack', method) : null;
    if (side === null) return undefined;
    stage.cut();
    return { drop: side };
  };

  return {
    stage,
    books: () => readBooks({ ...stage, now: stage.clock.now }),
    commit(changes) {
      if (opened === null) throw new Error('the bot is not running');
      return opened.commit(changes);
    },
    async cutAt(isWanted, side, run) {
      const counts = new Map<string, number>();
      let over = '';
      let cut: Point | null = null;
      watch = (port, what) => {
        // The last edit of a card is told from the many before it: nothing comes after it that would mend it.
        const name = `${what}${over}`;
        if (what === theEnd) over = ' after the end';
        const point = { port, name, nth: (counts.get(name) ?? 0) + 1 };
        counts.set(name, point.nth);
        if (!isWanted(point)) return null;
        cut = point;
        return side;
      };
      await run();
      watch = () => null;
      return cut;
    },
    async restart() {
      await stage.bury();
      await stage.start();
    },
  };
}

function withCommit(
  store: Store,
  commit: (changes: readonly Change[], go: () => ReturnType<Store['commit']>) => ReturnType<Store['commit']>,
): Store {
  return { ...store, commit: (changes, expect) => commit(changes, () => store.commit(changes, expect)) };
}

const theEnd = 'commit of the end';

/** What a commit is about, by which it is found again in another run. */
function commitName(changes: readonly Change[]): string {
  for (const change of changes) {
    if (change.kind === 'operation') return `commit of the ${change.operation.kind} command`;
    if (change.kind === 'operation-update') {
      const { state, facts } = change.operation;
      if (state !== 'running') return theEnd;
      const again = 'seenAt' in facts && changes.every(({ kind }) => kind !== 'audit' && kind !== 'set');
      return facts.call.kind === 'answered' && again
        ? 'commit of a look'
        : `commit of call ${facts.call.kind}`;
    }
    if (change.kind === 'adoption') return 'commit of the adoption';
    if (change.kind === 'confirm') return 'commit of the confirmation';
    if (change.kind === 'card-row') {
      const { posting, place, sentRevision, revision } = change.card;
      if (posting !== null) return 'commit of a card about to be posted';
      return place !== null && sentRevision === revision ? 'commit of a card shown' : 'commit of a card';
    }
  }
  return `commit of ${[...new Set(changes.map(({ kind }) => kind))].join(' and ')}`;
}
