import type { CronFault } from '../../core/cron.ts';
import type { Slot } from '../../core/schedule.ts';
import { clip, oneLine } from '../../core/typed-text.ts';

/** What is wrong with a cron expression and what to write instead. Plain text, for a field or the terminal. */
export function cronFaultWords(fault: CronFault): string {
  switch (fault.kind) {
    case 'field-count':
      return `A cron expression has five fields: minute, hour, day of month, month, day of week. This one has ${fault.count}.`;
    case 'nickname':
      return fault.instead === null
        ? `${quoted(fault.given)} is not understood. Write five fields, such as 30 2 * * *.`
        : `${quoted(fault.given)} is not understood. Write ${fault.instead}.`;
    case 'never':
      return 'That date never comes: none of these months has such a day.';
    case 'special':
      return `${quoted(fault.given)} in the ${fault.field} field is not understood: L, W, # and ? are not known here. Use numbers, lists, ranges, steps or *.`;
    case 'out-of-range':
      return `${quoted(fault.given)} in the ${fault.field} field is not from ${fault.low} to ${fault.high}.`;
    case 'step':
      return `The step of ${quoted(fault.given)} in the ${fault.field} field must be from 1 to ${fault.high}: a step counts within the field and begins anew when it is over.`;
    case 'not-understood': {
      const [meant] = fault.near;
      const remedy =
        meant === undefined ? 'Use numbers, lists, ranges, steps or *.' : `Did you mean ${meant}?`;
      return `${quoted(fault.given)} in the ${fault.field} field is not understood. ${remedy}`;
    }
  }
}

export function unknownZoneWords({
  given,
  near,
}: {
  readonly given: string;
  readonly near: readonly string[];
}): string {
  const remedy =
    near.length === 0
      ? 'Give one by its IANA name, such as Europe/Berlin or UTC.'
      : `Did you mean ${near.join(' or ')}?`;
  return `${quoted(given)} is no time zone. ${remedy}`;
}

const quoted = (given: string): string => `"${clip(oneLine(given), 60)}"`;

/** Why a run is not simply at its local time; null where there is nothing to say. */
export function markWords({ mark, nominal }: Pick<Slot, 'mark' | 'nominal'>): string | null {
  const time = new Date(nominal).toISOString().slice(11, 16);
  switch (mark) {
    case 'gap':
      return `gap: the clock skips ${time} that day`;
    case 'fold':
      return `fold: the clock shows ${time} twice that day`;
    case null:
      return null;
  }
}
