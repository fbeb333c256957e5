import type { PolicyFormFault } from '../../core/policy-form.ts';
import type { RetentionTextFault } from '../../core/retention-text.ts';
import { clip, oneLine } from '../../core/typed-text.ts';
import { plural } from './phrases.ts';
import { cronFaultWords, unknownZoneWords } from './schedule-words.ts';

/** What stands at a field of a policy. Plain text: Slack shows it as it is. */
export function policyFaultWords(fault: PolicyFormFault): string {
  switch (fault.kind) {
    case 'name-missing':
      return 'Give it a name, such as nightly.';
    case 'name-controls':
    case 'tag-controls':
      return 'This holds characters that cannot be seen. Please type it instead of pasting it.';
    case 'name-like-id':
      return 'This looks like the id of a policy. Choose another name.';
    case 'name-too-long':
      return `The name has ${fault.length.toLocaleString('en')} characters; ${fault.limit} fit.`;
    case 'name-taken':
      return `There is a policy ${quoted(fault.name)} already. Choose another name, or edit that one.`;
    case 'servers-missing':
      return 'Choose servers, or give a tag below that they carry.';
    case 'tag-and-servers':
      return 'Servers are chosen above. Take them out, or leave this empty: it is one or the other.';
    case 'tag-shape':
      return 'Write the tag as key=value, such as env=prod.';
    case 'every-missing':
      return 'Choose how often.';
    case 'run-due':
      return 'A run of the old schedule is due at this moment. Try again in a minute.';
    case 'time-missing':
      return 'Choose a time.';
    case 'days-missing':
      return 'Choose at least one day.';
    case 'days-with-cron':
      return 'A cron expression names its days itself. Leave this empty.';
    case 'date-missing':
      return 'Give the day of the month, from 1 to 31.';
    case 'date-not-monthly':
      return 'Only a monthly schedule has a day of the month. Leave this empty, or choose Every month.';
    case 'date-range':
      return 'Give a day of the month from 1 to 31.';
    case 'cron-missing':
      return 'Write a cron expression, such as 30 2 * * *, or choose another schedule.';
    case 'cron-not-chosen':
      return 'This counts only with the schedule Cron expression. Choose that, or leave this empty.';
    case 'cron-fault':
      return cronFaultWords(fault.fault);
    case 'zone-unknown':
      return unknownZoneWords(fault);
    case 'keep-missing':
      return 'Choose what to keep.';
    case 'keep-asks':
      return `The next run would delete ${fault.remove} of ${plural(fault.of, 'set')} that this policy has now, which is unusually many. Keep more, or give a new policy another name: then the sets that are there stay.`;
    case 'own-missing':
      return 'Write what to keep, such as 7 daily, 4 weekly, within 30d.';
    case 'own-not-chosen':
      return 'This counts only with My own rule above. Choose that, or leave this empty.';
    case 'own-empty':
      return 'This keeps nothing. Keep at least one.';
    case 'own-fault':
      return ownFaultWords(fault.fault);
    case 'channel-missing':
      return 'Choose a channel.';
  }
}

function ownFaultWords(fault: RetentionTextFault): string {
  switch (fault.kind) {
    case 'not-understood':
      return `${quoted(fault.given)} is not understood. Write rules like last 5, 24 hourly, 7 daily, all yearly, within 30d, hourly within 2d12h, with commas between them.`;
    case 'twice':
      return `${quoted(fault.given)} says something for the second time. Give each rule once.`;
    case 'too-many':
      return `${quoted(fault.given)} is more than ${fault.limit.toLocaleString('en')}. To keep them all, write all.`;
  }
}

const quoted = (given: string): string => `"${clip(oneLine(given), 60)}"`;
