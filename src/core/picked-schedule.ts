/** How often, as a person picks it. `cron`: an expression of their own. */
export const frequencies = ['hourly', 'daily', 'weekly', 'monthly', 'cron'] as const;

export type Frequency = (typeof frequencies)[number];

/** As cron counts them, from Monday on. */
export const weekdayNumbers = ['1', '2', '3', '4', '5', '6', '0'] as const;

/** A schedule in the fields of a modal; what a frequency does not need is empty. */
export type PickedSchedule = {
  readonly every: Frequency;
  /** `02:30`; an hourly schedule takes only its minutes. */
  readonly time: string;
  /** Days of the week; none for all of them. */
  readonly days: readonly string[];
  /** Day of the month. */
  readonly date: string;
  readonly cron: string;
};

/** The five fields of cron that mean the same. */
export function cronOf({ every, time, days, date, cron }: PickedSchedule): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const onDays = days.length === 0 ? '*' : days.toSorted().join(',');
  switch (every) {
    case 'hourly':
      return `${minute} * * * ${onDays}`;
    case 'daily':
    case 'weekly':
      return `${minute} ${hour} * * ${onDays}`;
    case 'monthly':
      return `${minute} ${hour} ${date} * ${onDays}`;
    case 'cron':
      return cron;
  }
}

const simple =
  /^(?<minute>\d{1,2}) (?<hour>\*|\d{1,2}) (?<date>\*|\d{1,2}) \* (?<days>\*|[0-6](?:,[0-6])*)$/u;

/** How it would have been picked: what no frequency means is an expression of its own. */
export function pickedFrom(cron: string): PickedSchedule {
  const groups = simple.exec(cron)?.groups;
  const { minute = '', hour = '', date = '', days = '' } = groups ?? {};
  const every = groups === undefined ? 'cron' : frequencyOf(hour, date, days);
  const picked = every === 'cron' ? null : { every, minute, hour, date, days };
  return {
    every,
    time: picked === null ? '' : `${picked.hour === '*' ? '00' : two(picked.hour)}:${two(picked.minute)}`,
    days: picked === null || picked.days === '*' ? [] : picked.days.split(','),
    date: picked === null || picked.date === '*' ? '' : picked.date,
    cron: picked === null ? cron : '',
  };
}

function frequencyOf(hour: string, date: string, days: string): Frequency {
  if (hour === '*') return date === '*' ? 'hourly' : 'cron';
  if (date !== '*') return 'monthly';
  return days === '*' ? 'daily' : 'weekly';
}

const two = (number: string): string => number.padStart(2, '0');
