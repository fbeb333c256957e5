import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Who reads, and what Slack knows for them: names behind ids, their zone, and the time. */
export type Reader = {
  readonly names: Readonly<Record<string, string>>;
  readonly userId: string;
  readonly zone: string;
  readonly now: number;
};

export const ReaderContext = createContext<Reader>({ names: {}, userId: '', zone: 'UTC', now: 0 });

export const useReader = (): Reader => useContext(ReaderContext);

/** 14:05, in the reader's zone. */
export function clockTime(at: number, zone: string, seconds = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(at);
}

/** Mon 23 Nov 2026, in the reader's zone. */
export function shortDay(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
}
