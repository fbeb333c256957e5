import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { act, look, search } from './acts.ts';
import type { Assets } from './assets.ts';
import { policy, refusal } from './guard.ts';
import { type ReadMarks, sceneFor } from './scene.ts';
import type { Session } from './session.ts';

export type PageServer = { readonly url: string; close(): Promise<void> };

export type PageOptions = {
  readonly session: Session;
  readonly assets: Promise<Assets>;
  readonly port: number;
};

/** How long after a change the page may still not know of it. */
const pulseMs = 60;
const largestBody = 1_000_000;

const unknown = z.strictObject({ what: z.string().max(2_000) });
const headers = {
  'content-security-policy': policy,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** The page and what it speaks with, on loopback: a document, its two files, a pulse, and three things to post to. */
export async function servePage({ session, assets, port }: PageOptions): Promise<PageServer> {
  const marks: ReadMarks = new Map();
  const listeners = new Set<ServerResponse>();
  let last = '';
  const pulse = setInterval(() => {
    const now = session.fingerprint();
    if (now === last) return;
    last = now;
    for (const listener of listeners) listener.write('data: changed\n\n');
  }, pulseMs);

  function listen(response: ServerResponse): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' }).write('data: changed\n\n');
    listeners.add(response);
    response.once('close', () => listeners.delete(response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request, portOf(server));
    if (refused !== null) return send(response, 403, 'text/plain', `${refused}\n`);
    const { document, script, style } = await assets;
    const url = new URL(request.url ?? '/', 'http://sandbox');
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /':
        return send(response, 200, 'text/html; charset=utf-8', document);
      case 'GET /page.js':
        return send(response, 200, 'text/javascript; charset=utf-8', script);
      case 'GET /style.css':
        return send(response, 200, 'text/css; charset=utf-8', style);
      case 'GET /changes':
        return listen(response);
      case 'GET /entry': {
        const detail = session.log.detail(Number(url.searchParams.get('number')));
        return send(
          response,
          detail === null ? 404 : 200,
          'text/plain; charset=utf-8',
          detail ?? 'no such entry',
        );
      }
      case 'POST /look':
        return sendJson(response, sceneFor(session, look.parse(await bodyOf(request)), marks));
      case 'POST /act':
        return sendJson(response, { problem: await session.do(act.parse(await bodyOf(request))) });
      case 'POST /search':
        return sendJson(response, await session.search(search.parse(await bodyOf(request))));
      case 'POST /unknown':
        session.reportUnknown(unknown.parse(await bodyOf(request)).what);
        return sendJson(response, {});
      default:
        return send(response, 404, 'text/plain', 'There is nothing here.\n');
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, { problem }, 400);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    async close() {
      clearInterval(pulse);
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > largestBody) throw new Error('That is more than anybody can type.');
    chunks.push(bytes);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...headers, 'content-type': type }).end(body);
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}
