const dayMs = 86_400_000;

/** How a reader in `zone` sees the tokens of a date mention: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function formatSlackDate(
  format: string,
  unixSeconds: number,
  zone: string,
  now: number,
): string | undefined {
  const at = unixSeconds * 1000;
  if (!Number.isFinite(at)) return undefined;
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(at);
  const day = isoDay(at, zone);
  const full = `${show({ month: 'long' })} ${ordinal(Number(day.slice(-2)))}`;
  // The year goes without saying within half a year.
  const date = Math.abs(at - now) < 182 * dayMs ? full : `${full}, ${day.slice(0, 4)}`;
  const long = `${show({ weekday: 'long' })}, ${full}, ${day.slice(0, 4)}`;
  const short = show({ month: 'short', day: 'numeric', year: 'numeric' });
  const near = relativeDay(at, now, zone);
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const tokens: Record<string, string> = {
    date_num: day,
    date_slash: day.split('-').toReversed().join('/'),
    date,
    date_pretty: near ?? date,
    date_short: short,
    date_short_pretty: near ?? short,
    date_long: long,
    date_long_full: `${full}, ${day.slice(0, 4)}`,
    date_long_pretty: near ?? long,
    day_divider_pretty: near ?? long,
    time: show(clock),
    time_secs: show({ ...clock, second: '2-digit' }),
    ago: ago(now - at),
  };
  const names = [...format.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  // An unknown token makes Slack show the fallback text.
  if (names.length === 0 || names.some(name => tokens[name] === undefined)) return undefined;
  return format.replaceAll(/\{(\w+)\}/g, (_token, name: string) => tokens[name] ?? '');
}

function ordinal(day: number): string {
  const suffix = new Map([
    ['one', 'st'],
    ['two', 'nd'],
    ['few', 'rd'],
  ]).get(new Intl.PluralRules('en', { type: 'ordinal' }).select(day));
  return `${day}${suffix ?? 'th'}`;
}

function isoDay(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}

function relativeDay(at: number, now: number, zone: string): string | undefined {
  const offset = Math.round((Date.parse(isoDay(at, zone)) - Date.parse(isoDay(now, zone))) / dayMs);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(offset);
}

function ago(ms: number): string {
  const units: [string, number][] = [
    ['day', dayMs],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ];
  const [unit = 'second', size = 1000] = units.find(([, length]) => Math.abs(ms) >= length) ?? [];
  const count = Math.floor(Math.abs(ms) / size);
  const amount = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return ms < 0 ? `in ${amount}` : `${amount} ago`;
}
