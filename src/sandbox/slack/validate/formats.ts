import type { Format } from './schema.ts';

/** A real calendar day, `YYYY-MM-DD`: 2026-02-30 is not one. */
export const date: Format = {
  name: 'date',
  test: value => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
    const day = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
  },
};

export const time: Format = { name: 'time', test: value => /^([01]\d|2[0-3]):[0-5]\d$/.test(value) };

export const zone: Format = {
  name: 'timezone',
  test: value => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  },
};

export const url: Format = {
  name: 'uri',
  test: value => /^[a-z][a-z0-9+.-]*:\S+$/i.test(value) && URL.canParse(value),
};

export const webUrl: Format = { name: 'uri', test: value => /^https?:\/\//i.test(value) && url.test(value) };

// Video blocks refuse plain http: https://docs.slack.dev/reference/block-kit/blocks/video-block
export const httpsUrl: Format = {
  name: 'https uri',
  test: value => /^https:\/\//i.test(value) && url.test(value),
};

export const decimal: Format = { name: 'number', test: value => /^-?\d+(\.\d+)?$/.test(value) };

export const hexColor: Format = { name: 'color', test: value => /^#[0-9a-f]{6}$/i.test(value) };
