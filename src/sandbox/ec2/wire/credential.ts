import { Fault } from './fault.ts';

export type Credential = { readonly accessKeyId: string; readonly region: string; readonly service: string };

/** Who signed, and for which Region and service: all three stand in the signature's credential scope. */
export function parseCredential(authorization: string | undefined): Credential {
  if (authorization === undefined)
    throw new Fault('MissingAuthenticationToken', 'Request is missing Authentication Token', {
      status: 403,
      surprise: true,
    });
  const scope =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$/;
  const [, accessKeyId, region, service] = scope.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined)
    throw new Fault('IncompleteSignature', `Authorization header is not valid: ${authorization}`, {
      surprise: true,
    });
  return { accessKeyId, region, service };
}
