import { schedule, validate } from 'node-cron';
import type { Cancel, Clock } from './ports.ts';

/** setTimeout holds at most 24.8 days; longer waits go in steps, which also follows a changed system clock. */
const longestStep = 3_600_000;

/** The system's time. The only place with timers outside the sandbox. */
export function createSystemClock(): Clock {
  return {
    now: Date.now,
    at(when, wake) {
      let timer: NodeJS.Timeout;
      const step = (): void => {
        const left = when - Date.now();
        timer = left > longestStep ? setTimeout(step, longestStep) : setTimeout(wake, Math.max(0, left));
      };
      step();
      return () => clearTimeout(timer);
    },
    everyMinute(wake) {
      // A minute that the machine slept through is told by the next one; node-cron need not warn of it.
      const task = schedule('* * * * *', wake, { timezone: 'UTC', suppressMissedWarning: true });
      return () => void task.destroy();
    },
    deadline: wireDeadline,
    turn: () => new Promise(resolve => setImmediate(resolve)),
  };
}

/** What node-cron says of an expression, beside our own reading of it. */
export const isCronExpression = (expression: string): boolean => validate(expression);

/** Real time, also while the product's time is moved by the sandbox. */
function wireDeadline(ms: number): { readonly passed: Promise<'passed'>; readonly cancel: Cancel } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>(resolve => {
    timer = setTimeout(resolve, ms, 'passed');
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
