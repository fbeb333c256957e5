import { randomOf } from '../random.ts';

// In seconds, from and to.
const spans = {
  attach: [1, 4],
  detach: [3, 9],
  'create volume': [2, 7],
  'delete volume': [1, 4],
  'register image': [2, 6],
  launch: [15, 45],
  start: [15, 45],
  stop: [20, 60],
  terminate: [20, 50],
  'check status': [60, 150],
  'prepare root volume': [10, 30],
  'swap root volume': [40, 90],
  'run command': [3, 8],
} as const satisfies Record<string, readonly [number, number]>;

/** How many milliseconds EC2 takes for it: the same for the same thing in every run. */
export function takes(what: keyof typeof spans, id: string): number {
  const [low, high] = spans[what];
  return randomOf(`${what} ${id}`).between(low, high) * 1000;
}
