import { Fault } from './fault.ts';
import { decodeJson, encodeJson } from './json.ts';
import { awsQuery, decodeQuery, ec2Query, type Dialect, type Params } from './query.ts';
import { fieldsOf, isParameter, type WireRequest } from './request.ts';
import { operationsOf, type Operation } from './shape.ts';
import { element, escapeXml, writeMembers } from './xml.ts';

/** One service's way to read a request and to write an answer, over all operations of its SDK client. */
export type Protocol = {
  readonly contentType: string;
  /** The operation that is asked for; throws when there is none of that name. */
  operationOf(request: WireRequest): Operation;
  decode(operation: Operation, request: WireRequest): Params;
  succeed(operation: Operation, output: unknown, requestId: string): string;
  fail(fault: Pick<Fault, 'code' | 'message' | 'status'>, requestId: string): string;
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function createEc2Protocol(sdk: object): Protocol {
  const version = '2016-11-15';
  return {
    ...reading(sdk, version, ec2Query),
    succeed: ({ name, output: shape }, output, requestId) => {
      const inner = element('requestId', requestId) + writeMembers(shape, output);
      return `${declaration}<${name}Response xmlns="http://ec2.amazonaws.com/doc/${version}/">${inner}</${name}Response>`;
    },
    fail: (fault, requestId) => {
      const errors = element('Errors', element('Error', codeAndMessage(fault)));
      return declaration + element('Response', errors + element('RequestID', requestId));
    },
  };
}

export function createStsProtocol(sdk: object): Protocol {
  const version = '2011-06-15';
  const document = (tag: string, inner: string) =>
    `<${tag} xmlns="https://sts.amazonaws.com/doc/${version}/">${inner}</${tag}>`;
  return {
    ...reading(sdk, version, awsQuery),
    succeed: ({ name, output: shape }, output, requestId) => {
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      return document(`${name}Response`, element(`${name}Result`, writeMembers(shape, output)) + metadata);
    },
    fail: (fault, requestId) => {
      const type = element('Type', fault.status < 500 ? 'Sender' : 'Receiver');
      const error = element('Error', type + codeAndMessage(fault));
      return document('ErrorResponse', error + element('RequestId', requestId));
    },
  };
}

/** AWS's JSON 1.1, for the service with that prefix in its `X-Amz-Target`. */
export function createJsonProtocol(sdk: object, prefix: string): Protocol {
  const operations = operationsOf(sdk);
  return {
    contentType: 'application/x-amz-json-1.1',
    operationOf: ({ headers }) => {
      const target = String(headers['x-amz-target']);
      const operation = operations.get(target.slice(prefix.length + 1));
      if (!operation || !target.startsWith(`${prefix}.`))
        throw new Fault('UnknownOperationException', `There is no operation ${target}.`, { surprise: true });
      return operation;
    },
    decode: (operation, { body }) => decodeJson(body, operation.input),
    succeed: (operation, output) => JSON.stringify(encodeJson(operation.output, output)),
    // Some of these services spell it with a capital letter, and some of their clients look for that one only.
    fail: ({ code, message }) => JSON.stringify({ __type: code, message, Message: message }),
  };
}

function reading(
  sdk: object,
  version: string,
  dialect: Dialect,
): Pick<Protocol, 'contentType' | 'operationOf' | 'decode'> {
  const operations = operationsOf(sdk);
  return {
    contentType: 'text/xml;charset=UTF-8',
    operationOf: ({ body }) => {
      const { Action: action, Version: asked } = Object.fromEntries(fieldsOf(body));
      if (action === undefined)
        throw new Fault('MissingAction', 'The request must contain the parameter Action', { surprise: true });
      const operation = operations.get(action);
      if (!operation || asked !== version)
        throw new Fault('InvalidAction', `The action ${action} is not valid for this web service.`, {
          surprise: true,
        });
      return operation;
    },
    decode: (operation, { body }) =>
      decodeQuery(fieldsOf(body).filter(isParameter), operation.input, dialect),
  };
}

function codeAndMessage(fault: Pick<Fault, 'code' | 'message'>): string {
  return element('Code', escapeXml(fault.code)) + element('Message', escapeXml(fault.message));
}
