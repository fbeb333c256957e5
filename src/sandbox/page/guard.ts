import type { IncomingMessage } from 'node:http';

// The sandbox has no login. What keeps other web pages out of it, which may be open in the same browser, is that they
// cannot speak under its name: https://owasp.org/www-community/attacks/DNS_Rebinding and cross-site requests.

/** Why this request does not come from the page itself; null when it may. */
export function refusal(request: IncomingMessage, port: number): string | null {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host)) return `The sandbox answers as ${own[0]} only.`;
  if (origin !== undefined && origin !== `http://${host}`)
    return 'The sandbox answers its own page only, not the pages of others.';
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'The sandbox answers its own page only, not the pages of others.';
  // A form of another page can post text and fields without being asked; JSON it cannot.
  if (request.method === 'POST' && request.headers['content-type'] !== 'application/json')
    return 'The sandbox takes JSON only.';
  return null;
}

/** What a browser lets the page do: nothing but speak with this server. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
