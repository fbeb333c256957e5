import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mishap } from './mishap.ts';
import type { MethodContext } from './methods/method.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './request-body.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './validate/schema.ts';
import { callMethod, type Tokens } from './web-api.ts';

export interface NamedCall {
  readonly method: string;
  readonly args: Json;
}

export interface HttpDeps {
  readonly context: MethodContext;
  readonly responseUrls: ResponseUrls;
  readonly tokens: Tokens;
  readonly rateLimits: RateLimits;
  /** Asked before every call what should go wrong with it. */
  readonly mishapFor: (call: NamedCall) => Mishap | undefined;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** The workspace's one HTTP server: `/api/<method>`, `/response/<id>`, and the WebSocket upgrade. */
export function createHttpServer(deps: () => HttpDeps): Server {
  const server = createServer((request, response) => {
    serve(request, response, deps()).then(deps().context.workspace.changes.touch, (error: unknown) => {
      // A fault of the simulator must not pass for a network fault that the app may shrug off. A request that did not
      // arrive whole is none: its sender was stopped.
      if (request.complete)
        deps().context.workspace.journal.surprise(`the simulator failed: ${String(error)}`);
      response.destroy();
    });
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
  const [, kind, name = ''] = /^\/(api|response)\/([^/?]+)$/.exec(request.url ?? '') ?? [];
  const body = await readBody(request);
  if (kind === undefined || request.method !== 'POST' || body === undefined) {
    const { method = '', url = '', headers } = request;
    deps.context.workspace.journal.surprise(`${method} ${url} with ${headers['content-type'] ?? 'no body'}`);
    const refusal = asReply({ ok: false, error: 'invalid_post_type' });
    return send(response, kind === undefined ? { status: 404, body: 'not found' } : refusal);
  }
  const { token, ...args } = body;
  const call = kind === 'api' ? { method: name, args } : { method: 'response_url', args: body };
  // What is turned away never gets as far as a mishap: those are meant for calls that would work.
  const wait = kind === 'api' ? deps.rateLimits.take(call) : 0;
  if (wait > 0) return turnAway(response, call, wait, deps);
  const mishap = deps.mishapFor(call) ?? {};
  if (mishap.drop === 'before' || mishap.http !== undefined || mishap.error !== undefined) {
    return failAsAsked(response, call, mishap, deps);
  }
  const reply =
    kind === 'api' ? callApi(call, tokenOf(request, token), deps) : deps.responseUrls.answer(name, body);
  if (mishap.drop === 'after') return void response.destroy();
  send(response, reply);
}

function callApi(
  { method, args }: NamedCall,
  token: string | undefined,
  { context, tokens }: HttpDeps,
): Reply {
  const { journal, manifest, now } = context.workspace;
  const answer = callMethod(method, args, token, tokens, context);
  journal.calls.push({ method, args, answer, at: now(), ok: answer.ok });
  return { ...asReply(answer), headers: { 'x-oauth-scopes': [...manifest.scopes].join(',') } };
}

// https://docs.slack.dev/apis/web-api/rate-limits
function turnAway(response: ServerResponse, call: NamedCall, seconds: number, { context }: HttpDeps): void {
  const { journal, now } = context.workspace;
  const answer = { ok: false, error: 'ratelimited' };
  journal.calls.push({ ...call, answer, at: now(), ok: false });
  send(response, { ...asReply(answer), status: 429, headers: { 'retry-after': String(seconds) } });
}

function failAsAsked(response: ServerResponse, call: NamedCall, mishap: Mishap, { context }: HttpDeps): void {
  const { journal, now } = context.workspace;
  journal.calls.push({ ...call, answer: { mishap }, at: now(), ok: false });
  if (mishap.drop !== undefined) return void response.destroy();
  const { http = 200, retryAfter } = mishap;
  const error = mishap.error ?? (http === 429 ? 'ratelimited' : 'internal_error');
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  send(response, { ...asReply({ ok: false, error }), status: http, headers });
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
