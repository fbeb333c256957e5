import type { Fault } from './fault.ts';
import { awsQuery, decodeQuery, ec2Query, type Dialect, type Params } from './query.ts';
import { operationsOf, type Operation } from './shape.ts';
import { element, escapeXml, writeMembers } from './xml.ts';

/** One service's way to read a request and to write an answer, over all operations of its SDK client. */
export type Protocol = {
  readonly version: string;
  readonly operations: ReadonlyMap<string, Operation>;
  decode(operation: Operation, fields: Iterable<[string, string]>): Params;
  succeed(operation: Operation, output: unknown, requestId: string): string;
  fail(fault: Pick<Fault, 'code' | 'message' | 'status'>, requestId: string): string;
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function createEc2Protocol(sdk: object): Protocol {
  const version = '2016-11-15';
  return {
    version,
    ...reading(sdk, ec2Query),
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
    version,
    ...reading(sdk, awsQuery),
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

function reading(sdk: object, dialect: Dialect): Pick<Protocol, 'operations' | 'decode'> {
  return {
    operations: operationsOf(sdk),
    decode: (operation, fields) => decodeQuery(fields, operation.input, dialect),
  };
}

function codeAndMessage(fault: Pick<Fault, 'code' | 'message'>): string {
  return element('Code', escapeXml(fault.code)) + element('Message', escapeXml(fault.message));
}
