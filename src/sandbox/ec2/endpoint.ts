import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Conversation } from './conversation.ts';
import { perform, type Caller } from './perform.ts';
import { admit, serviceOf, type Services } from './service.ts';
import type { Call, Mishap, MishapHook } from './wire/call.ts';
import { parseCredential } from './wire/credential.ts';
import { Fault } from './wire/fault.ts';
import { asWritten, type WireRequest } from './wire/request.ts';

export type EndpointOptions = {
  readonly region: string;
  readonly accessKeyId: string;
  readonly services: Services;
  readonly caller: Caller;
  readonly conversation: Conversation;
  /** Before each call, what has become due meanwhile happens. */
  readonly catchUp: () => void;
  readonly mishap: MishapHook;
};

class Dropped extends Error {}

/** AWS on one port: the scope of a request's signature says which service is meant. */
export function createEndpoint(options: EndpointOptions): Server {
  return createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      options.conversation.surprise(`the AWS endpoint failed: ${String(error)}`);
      request.socket.destroy();
    });
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: EndpointOptions,
): Promise<void> {
  const { conversation, services } = options;
  const requestId = randomUUID();
  const { method = '', headers } = request;
  const asked: WireRequest = { method, headers, body: await text(request) };
  let call = conversation.begin({ ...asWritten(asked), service: 'unknown', attempt: attemptOf(asked) });
  let service = services.ec2;
  let effect = false;
  options.catchUp();
  try {
    const credential = parseCredential(headers.authorization);
    const meant = serviceOf(credential, services);
    service = meant;
    call = { ...call, service: service.name };
    admit(credential, service, options);
    if (method !== 'POST')
      throw new Fault('InvalidRequest', 'The sandbox takes POST requests only.', { surprise: true });
    const operation = service.protocol.operationOf(asked);
    call = { ...call, params: service.protocol.decode(operation, asked) };
    // A call that is turned away never gets as far as a mishap: those are meant for calls that would work.
    service.throttle(call.action, call.params);
    const mishap = options.mishap(call);
    if (!mishap?.after) await strike(mishap);
    const done = settle(() => perform(meant, operation, call.params, options.caller));
    effect = 'output' in done;
    if (mishap?.after) await strike(mishap);
    if ('error' in done) throw done.error;
    const body = service.protocol.succeed(operation, done.output, requestId);
    conversation.end(call, 'ok', effect);
    send(response, 200, service.protocol.contentType, body, requestId);
  } catch (error) {
    if (error instanceof Dropped) {
      conversation.end(call, 'dropped', effect);
      request.socket.resetAndDestroy();
      return;
    }
    const fault = faultOf(error, call, conversation);
    conversation.end(call, fault.code, effect);
    const { contentType } = service.protocol;
    send(response, fault.status, contentType, service.protocol.fail(fault, requestId), requestId);
  }
}

function attemptOf({ headers }: WireRequest): number {
  return Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);
}

async function strike(mishap: Mishap | undefined): Promise<void> {
  if (mishap?.delay) await wait(mishap.delay);
  if (mishap?.drop) throw new Dropped();
  if (!mishap?.error) return;
  const { code, message = `The sandbox was told to answer ${code}.`, status = 400 } = mishap.error;
  throw new Fault(code, message, { status });
}

function settle(work: () => unknown): { readonly output: unknown } | { readonly error: unknown } {
  try {
    return { output: work() };
  } catch (error) {
    return { error };
  }
}

function faultOf(error: unknown, call: Call, conversation: Conversation): Fault {
  const fault =
    error instanceof Fault
      ? error
      : new Fault('InternalError', String(error), { status: 500, surprise: true });
  if (fault.surprise)
    conversation.surprise(`${call.service} ${call.action}: ${fault.code}: ${fault.message}`);
  return fault;
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  requestId: string,
): void {
  // The JavaScript SDK takes the request id from this header only. Node adds the real Date: the SDK corrects
  // its clock by it, so virtual time must never get there.
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': requestId });
  response.end(body);
}
