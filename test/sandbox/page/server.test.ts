import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Page, startPage } from '../../../src/sandbox/page/page.ts';

let page: Page;
beforeAll(async () => {
  page = await startPage({ port: 0 });
});
afterAll(() => page.close());

type Answer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
};

/** Not fetch: it does not let anybody name another host. */
function ask(path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(`${page.url}${path}`, { method, headers }, response => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => {
          text += part;
        })
        .on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
    });
    asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const json = { 'content-type': 'application/json' };
const look = { as: 'alice', in: 'C07OPS00000', thread: null, panel: null };

it('lets the page load nothing from any other host', async () => {
  const { status, headers } = await ask('/');
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/u);
});

it.each([
  ['a foreign host, as after a change of its DNS', { host: 'evil.example' }],
  ['its own host under another name', { host: 'sandbox.local:4100' }],
  ['the page of another origin', { origin: 'http://evil.example' }],
  ['an origin that hides itself', { origin: 'null' }],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
])('refuses %s, for reading and for doing', async (_what, headers) => {
  expect((await ask('/', headers)).status).toBe(403);
  expect((await ask('/look', { ...json, ...headers }, look)).status).toBe(403);
  const act = { kind: 'fault', name: 'aws-throttled', on: true };
  expect((await ask('/act', { ...json, ...headers }, act)).status).toBe(403);
  expect(page.session.faults.rows().filter(({ on }) => on)).toEqual([]);
});

it('takes nothing that a form of another page could send', async () => {
  expect((await ask('/act', { 'content-type': 'text/plain' }, { kind: 'hold' })).status).toBe(403);
});

it('shows a person what is theirs, and nothing of a channel that they are not in', async () => {
  const scene = JSON.parse((await ask('/look', json, { ...look, in: 'C07APPROVALS' })).body);
  expect(scene.channels.map(({ name }: { name: string }) => name)).toEqual(['ops', 'random', 'war-room']);
  expect(scene.messages).toEqual([]);
  expect(JSON.stringify(scene)).not.toContain('approvals');
});

it('answers nonsense with a sentence', async () => {
  expect((await ask('/act', json, { kind: 'dance' })).status).toBe(400);
  expect((await ask('/look', json, { ...look, as: 'nobody' })).status).toBe(400);
  const answer = await ask('/act', json, { kind: 'kill' });
  expect(JSON.parse(answer.body)).toEqual({ problem: 'The bot is not running.' });
  expect((await ask('/elsewhere')).status).toBe(404);
});
