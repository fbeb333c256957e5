import { CreateSnapshotsCommand } from '@aws-sdk/client-ec2';
import { AccessDeniedException, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { refusal, stage, type Stage } from './stage.ts';

const snapshots = { ServiceCode: 'ebs', QuotaCode: 'L-309BACF6' };

const take = ({ ec2, idOf }: Stage, server: string) =>
  ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: idOf(server) } }));

const policy = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

test('Service Quotas tells how many snapshots the Region may hold', async () => {
  const on = await stage();
  const { Quota } = await on.quotas.send(new GetServiceQuotaCommand(snapshots));
  expect(Quota).toMatchObject({
    Value: 100_000,
    QuotaName: 'Snapshots per Region',
    QuotaArn: 'arn:aws:servicequotas:eu-west-1:111122223333:ebs/L-309BACF6',
    Adjustable: true,
  });
  on.cloud.region.snapshotLimit = 200_000;
  const raised = await on.quotas.send(new GetServiceQuotaCommand(snapshots));
  expect(raised.Quota?.Value).toBe(200_000);
  expect(on.cloud.calls.map(({ service, action, outcome }) => [service, action, outcome])).toEqual([
    ['servicequotas', 'GetServiceQuota', 'ok'],
    ['servicequotas', 'GetServiceQuota', 'ok'],
  ]);
});

test('a full Region takes no more snapshots until some are deleted', async () => {
  const on = await stage({ seed: { number: 1, snapshotLimit: 43 } });
  await take(on, 'prod-web');
  // Two more would be 44: nothing of the set is taken.
  expect(await refusal(take(on, 'prod-redis'))).toMatchObject({ code: 'SnapshotLimitExceeded', status: 400 });
  expect(on.cloud.region.snapshots.countOf(on.cloud.accountId)).toBe(42);
  await take(on, 'grafana');
  const [own] = [...on.cloud.region.snapshots.values()].filter(
    ({ ownerId }) => ownerId === on.cloud.accountId,
  );
  on.cloud.region.snapshots.delete(own?.id ?? '');
  await take(on, 'vpn-gateway');
});

test('a quota that does not exist is not found, and a policy that does not allow the look is refused', async () => {
  const on = await stage({ policy: policy('ec2:*') });
  const { code, message } = await refusal(on.quotas.send(new GetServiceQuotaCommand(snapshots)));
  expect(code).toBe('AccessDeniedException');
  expect(message).toBe(
    'User: arn:aws:iam::111122223333:user/snapkeeper is not authorized to perform: servicequotas:GetServiceQuota because no identity-based policy allows the servicequotas:GetServiceQuota action',
  );
  const allowed = await stage({ policy: policy('servicequotas:GetServiceQuota') });
  await allowed.quotas.send(new GetServiceQuotaCommand(snapshots));
  expect(
    await refusal(allowed.quotas.send(new GetServiceQuotaCommand({ ...snapshots, QuotaCode: 'L-0' }))),
  ).toMatchObject({ code: 'NoSuchResourceException', status: 400 });
  const error: unknown = await on.quotas.send(new GetServiceQuotaCommand(snapshots)).catch(thrown => thrown);
  expect(error).toBeInstanceOf(AccessDeniedException);
});

test('services that speak JSON meet mishaps too, and their own words for strangers', async () => {
  const on = await stage();
  on.cloud.mishap = () => ({ error: { code: 'TooManyRequestsException', status: 429 } });
  expect(await refusal(on.quotas.send(new GetServiceQuotaCommand(snapshots)))).toMatchObject({
    code: 'TooManyRequestsException',
    status: 429,
  });
  on.cloud.mishap = undefined;
  expect(on.cloud.surprises).toEqual([]);
  const post = async (target: string, body: string, key = on.client.credentials.accessKeyId) => {
    const answer = await fetch(on.cloud.url, {
      method: 'POST',
      body,
      headers: {
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261124/eu-west-1/servicequotas/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
    });
    return [answer.status, answer.headers.get('content-type'), await answer.json()];
  };
  const target = 'ServiceQuotasV20190624.GetServiceQuota';
  const json = 'application/x-amz-json-1.1';
  const error = (__type: string) => [400, json, expect.objectContaining({ __type })];
  expect(await post(target, JSON.stringify(snapshots), 'AKIAOTHER')).toEqual(
    error('UnrecognizedClientException'),
  );
  expect(on.cloud.surprises).toEqual([]);
  expect(await post(target, '{"ServiceCode":"ebs"}')).toEqual(error('ValidationException'));
  expect(await post(target, '{"ServiceCode":1}')).toEqual(error('SerializationException'));
  expect(on.cloud.surprises).toEqual([]);
  expect(await post(target, 'ServiceCode=ebs')).toEqual(error('SerializationException'));
  expect(await post(target, '{"Colour":"red"}')).toEqual(error('UnknownParameter'));
  expect(await post('ServiceQuotas.Get', '{}')).toEqual(error('UnknownOperationException'));
  expect(on.cloud.surprises).toHaveLength(3);
  expect(await refusal(on.ssm.send(new DeleteParameterCommand({ Name: 'x' })))).toMatchObject({
    code: 'UnsupportedOperation',
  });
});
