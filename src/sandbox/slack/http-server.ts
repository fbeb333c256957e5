import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mishap } from './mishap.ts';
import type { MethodContext } from './methods/method.ts';
import { readBody } from './request-body.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './validate/schema.ts';
import { callMethod, type Tokens } from './web-api.ts';

export interface HttpDeps {
  readonly context: MethodContext;
  readonly responseUrls: ResponseUrls;
  readonly tokens: Tokens;
  /** Asked before every call what should go wrong with it. */
  readonly mishapFor: (call: { method: string; args: Json }) => Mishap | undefined;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** The workspace's one HTTP server: `/api/<method>`, `/response/<id>`, and the WebSocket upgrade. */
export function createHttpServer(deps: () => HttpDeps): Server {
  const server = createServer((request, response) => {
    serve(request, response, deps()).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.on('upgrade', (request, socket, head) => deps().context.socketMode.upgrade(request, socket, head));
  return server;
}

/** Binds to loopback only: the workspace has no login. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `127.0.0.1:${address.port}`;
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: HttpDeps): Promise<void> {
  const { journal } = deps.context.workspace;
  const [, kind = '', name = ''] = /^\/(api|response)\/([^/?]+)$/.exec(request.url ?? '') ?? [];
  const body = await readBody(request);
  if (kind === '' || request.method !== 'POST' || body === undefined) {
    journal.surprise(
      `${request.method ?? ''} ${request.url ?? ''} with ${request.headers['content-type'] ?? 'no body'}`,
    );
    return send(
      response,
      kind === '' ? { status: 404, body: 'not found' } : asReply({ ok: false, error: 'invalid_post_type' }),
    );
  }
  const { token: inBody, ...args } = kind === 'api' ? body : { ...body, token: undefined };
  const method = kind === 'api' ? name : 'response_url';
  const mishap = deps.mishapFor({ method, args });
  if (mishap?.drop !== 'before' && mishap?.http === undefined && mishap?.error === undefined) {
    const reply =
      kind === 'api'
        ? callApi(name, args, tokenOf(request, inBody), deps)
        : deps.responseUrls.answer(name, args);
    if (mishap?.drop === undefined) return send(response, reply);
  }
  failAsAsked(response, method, args, mishap ?? {}, deps);
}

function callApi(name: string, args: Json, token: string | undefined, { context, tokens }: HttpDeps): Reply {
  const { journal, manifest, now } = context.workspace;
  const answer = callMethod(name, args, token, tokens, context);
  journal.calls.push({ method: name, args, answer, at: now(), ok: answer.ok });
  return { ...asReply(answer), headers: { 'x-oauth-scopes': [...manifest.scopes].join(',') } };
}

function failAsAsked(
  response: ServerResponse,
  method: string,
  args: Json,
  mishap: Mishap,
  { context }: HttpDeps,
): void {
  const { journal, now } = context.workspace;
  if (mishap.drop !== 'after') journal.calls.push({ method, args, answer: { mishap }, at: now(), ok: false });
  if (mishap.drop !== undefined) return void response.destroy();
  if (mishap.http === undefined)
    return send(response, asReply({ ok: false, error: mishap.error ?? 'internal_error' }));
  const headers = mishap.retryAfter === undefined ? {} : { 'retry-after': String(mishap.retryAfter) };
  const error = mishap.error ?? (mishap.http === 429 ? 'ratelimited' : 'internal_error');
  send(response, { status: mishap.http, body: JSON.stringify({ ok: false, error }), headers });
}

function tokenOf(request: IncomingMessage, inBody: unknown): string | undefined {
  const header = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return header ?? (typeof inBody === 'string' ? inBody : undefined);
}

// Business errors are HTTP 200 too: only `ok` tells.
function asReply(answer: Json): Reply {
  return { status: 200, body: JSON.stringify(answer) };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const type = body.startsWith('{') ? 'application/json; charset=utf-8' : 'text/plain';
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}
