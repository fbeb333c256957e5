export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `month` and `date` count from 1. */
export type CivilDate = { readonly year: number; readonly month: number; readonly date: number };

/**
 * The date of a day counted from 1 January 1970, in the proleptic Gregorian calendar. Arithmetic instead of
 * Date, because retention asks it for a million sets: years are counted from March, so that the leap day is last.
 */
export function civilDate(dayNumber: number): CivilDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Weeks from Monday to Sunday, as ISO 8601 has them, counted from the one of 1 January 1970. */
export const weekNumber = (dayNumber: number): number => Math.floor((dayNumber + 3) / 7);

/** 0 is Sunday, as in cron. */
export const weekday = (dayNumber: number): number => (((dayNumber + 4) % 7) + 7) % 7;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
