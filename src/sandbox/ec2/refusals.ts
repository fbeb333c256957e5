import type { Refusals } from './service.ts';
import { Fault } from './wire/fault.ts';

const wrongScope = (region: string) => `Credential should be scoped to a valid region, not '${region}'.`;

export const ec2Refusals: Refusals = {
  key: new Fault('AuthFailure', 'AWS was not able to validate the provided access credentials', {
    status: 401,
  }),
  scope: name => new Fault('AuthFailure', wrongScope(name), { status: 401, surprise: true }),
  permission: ({ action, resource, createAction }, arn) => {
    const encoded = Buffer.from(JSON.stringify({ allowed: false, arn, action, resource, createAction }));
    return new Fault(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: ${action} ` +
        `on resource: ${resource} because no identity-based policy allows the ${action} action. ` +
        `Encoded authorization failure message: ${encoded.toString('base64url')}`,
      { status: 403 },
    );
  },
};

export const stsRefusals: Refusals = {
  key: new Fault('InvalidClientTokenId', 'The security token included in the request is invalid.', {
    status: 403,
  }),
  scope: name => new Fault('SignatureDoesNotMatch', wrongScope(name), { status: 403, surprise: true }),
  permission: denied('AccessDenied', 403),
};

/** Of the services that speak JSON. */
export const jsonRefusals: Refusals = {
  key: new Fault('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  scope: name => new Fault('InvalidSignatureException', wrongScope(name), { surprise: true }),
  permission: denied('AccessDeniedException', 400),
};

function denied(code: string, status: number): Refusals['permission'] {
  return ({ action, resource }, arn) => {
    const on = resource === '*' ? '' : ` on resource: ${resource}`;
    return new Fault(
      code,
      `User: ${arn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`,
      { status },
    );
  };
}
