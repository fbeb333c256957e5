import { expect, it } from 'vitest';
import { runCard } from '../../src/core/run-card.ts';
import { childOf, runOf } from './run-samples.ts';
import { operationOf, planOf } from './samples.ts';

it('counts every server without a snapshot, also those of which it does not tell why', () => {
  const children = [
    ...Array.from({ length: 40 }, (_, index) => childOf(index, { state: 'failed' })),
    childOf(40, { state: 'cancelled' }),
    childOf(41),
    childOf(42, { state: 'running', endedAt: null }),
  ];
  const told = operationOf({ failure: { kind: 'stuck' } }, { id: childOf(0).id, state: 'failed' });
  const refused = { server: planOf().server, refusal: { kind: 'no-volumes' } } as const;
  const run = runOf();
  const card = runCard({ ...run, plan: { ...run.plan, refused: [refused] } }, children, [told]);
  expect(card).toMatchObject({ servers: 44, complete: 1, running: 1, without: 42 });
  expect(card.troubled).toHaveLength(2);
});
