import * as ec2Sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { Idempotency } from '../../../src/sandbox/ec2/rules/idempotency.ts';
import { operationsOf, type Shape } from '../../../src/sandbox/ec2/wire/shape.ts';
import { writeMembers } from '../../../src/sandbox/ec2/wire/xml.ts';
import { refusal, stage, type Stage } from './stage.ts';

const key = 'AKIASANDBOX000000000';

const signature = (service = 'ec2', region = 'eu-west-1', accessKey = key) =>
  `AWS4-HMAC-SHA256 Credential=${accessKey}/20261124/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

async function post(
  { cloud }: Stage,
  fields: Record<string, string>,
  authorization: string | undefined = signature(),
) {
  const answer = await fetch(cloud.url, {
    method: 'POST',
    body: new URLSearchParams({ Version: '2016-11-15', ...fields }),
    headers: authorization === '' ? {} : { authorization },
  });
  const xml = await answer.text();
  return {
    status: answer.status,
    code: /<Code>(.*?)<\/Code>/.exec(xml)?.[1],
    message: /<Message>(.*?)<\/Message>/.exec(xml)?.[1],
    xml,
    headers: answer.headers,
  };
}

test('the shapes of all operations can be read', () => {
  const seen = new Set<Shape>();
  const walk = (shape: Shape) => {
    if (seen.has(shape)) return;
    seen.add(shape);
    if (shape.kind === 'list') walk(shape.item);
    if (shape.kind === 'struct') for (const member of shape.members) walk(member.shape);
  };
  const operations = [...operationsOf(ec2Sdk).values()];
  for (const { input, output } of operations) {
    walk(input);
    walk(output);
  }
  expect(operations).toHaveLength(823);
  const { members = [] } = operationsOf(ec2Sdk).get('CreateSnapshots')?.input ?? {};
  expect(members.slice(0, 4).map(member => [member.ec2Param, member.required])).toEqual([
    ['InstanceSpecification', true],
    ['Description', false],
    ['OutpostArn', false],
    ['TagSpecification', false],
  ]);
});

test('an answer is EC2’s XML with a request id in body and header, and the real date', async () => {
  const on = await stage();
  const { xml, headers, status } = await post(on, {
    Action: 'DescribeVolumes',
    'VolumeId.1': on.cloud.region.volumesOf(on.idOf('grafana'))[0]?.id ?? '',
  });
  expect(status).toBe(200);
  expect(xml).toContain('<DescribeVolumesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">');
  expect(xml).toContain(`<requestId>${headers.get('x-amzn-requestid')}</requestId>`);
  expect(xml).toContain('<volumeSet><item>');
  expect(xml).toContain('<tagSet/>');
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(5000);
});

test('what EC2 does not know is refused and noted', async () => {
  const on = await stage();
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ Action: 'TakeSnapshots' }, 'InvalidAction'],
    [{ Action: 'DescribeVolumes', Version: '2010-01-01' }, 'InvalidAction'],
    [{ Action: 'ModifyVolume', VolumeId: 'vol-00000001' }, 'UnsupportedOperation'],
    [{ Action: 'DescribeVolumes', 'VolumeIds.1': 'vol-00000001' }, 'UnknownParameter'],
    [{ Action: 'DescribeVolumes', 'Filter.1.Names': 'size' }, 'UnknownParameter'],
    [{ Action: 'DescribeVolumes', 'VolumeId.first': 'vol-00000001' }, 'UnknownParameter'],
    [{ Action: 'DescribeVolumes', VolumeId: 'vol-00000001' }, 'UnknownParameter'],
    [{ Action: 'DescribeVolumes', 'MaxResults.1': '5' }, 'UnknownParameter'],
  ];
  for (const [fields, code] of cases) expect(await post(on, fields)).toMatchObject({ code, status: 400 });
  expect(on.cloud.surprises).toHaveLength(cases.length);
  expect(on.cloud.surprises[3]).toMatchObject({
    what: 'ec2 DescribeVolumes: UnknownParameter: The parameter VolumeIds.1 is not recognized',
  });
  expect(on.cloud.calls.map(({ outcome }) => outcome)).toEqual(cases.map(([, code]) => code));
});

test('what is missing or of the wrong type is refused', async () => {
  const on = await stage();
  expect(await post(on, { Action: 'CreateSnapshots' })).toMatchObject({
    code: 'MissingParameter',
    message: 'The request must contain the parameter InstanceSpecification',
  });
  expect(
    await post(on, { Action: 'CreateSnapshots', 'InstanceSpecification.ExcludeBootVolume': 'true' }),
  ).toMatchObject({
    message: 'The request must contain the parameter InstanceSpecification.InstanceId',
  });
  expect(await post(on, { Action: 'DescribeVolumes', MaxResults: 'many' })).toMatchObject({
    code: 'InvalidParameterValue',
  });
  expect(await post(on, { Action: 'DescribeVolumes', DryRun: 'constructor' })).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('an unsigned request, a strange key, another Region or service gets nowhere', async () => {
  const on = await stage();
  const fields = { Action: 'DescribeVolumes' };
  expect(await post(on, fields, '')).toMatchObject({ code: 'MissingAuthenticationToken', status: 403 });
  expect(await post(on, fields, 'Bearer x')).toMatchObject({ code: 'IncompleteSignature' });
  expect(await post(on, fields, signature('ec2', 'eu-west-1', 'AKIAOTHER'))).toMatchObject({
    code: 'AuthFailure',
    status: 401,
  });
  expect(on.cloud.surprises).toHaveLength(2);
  expect(await post(on, fields, signature('ec2', 'us-east-1'))).toMatchObject({ code: 'AuthFailure' });
  expect(await post(on, fields, signature('s3'))).toMatchObject({ code: 'InvalidAction' });
  expect(on.cloud.surprises).toHaveLength(4);
  const identity = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  expect(await post(on, identity, signature('sts', 'eu-west-1', 'AKIAOTHER'))).toMatchObject({
    code: 'InvalidClientTokenId',
    status: 403,
  });
  const { xml } = await post(on, identity, signature('sts', 'us-east-1'));
  expect(xml).toContain(
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>',
  );
  expect((await fetch(on.cloud.url, { headers: { authorization: signature() } })).status).toBe(400);
});

test('what a handler answers must be in the shape', async () => {
  const volume = operationsOf(ec2Sdk).get('DescribeVolumes')?.output;
  if (!volume) throw new Error('no shape');
  expect(() => writeMembers(volume, { Volumes: [{ VolumId: 'vol-1' }] })).toThrow(
    'Volume has no member VolumId',
  );
  expect(() => writeMembers(volume, { Volumes: [{ Size: '8' }] })).toThrow('size must be a number');
  const on = await stage();
  const [record] = on.cloud.region.volumesOf(on.idOf('grafana'));
  if (record) Object.assign(record.facts, { Colour: 'red' });
  expect(await post(on, { Action: 'DescribeVolumes' })).toMatchObject({ code: 'InternalError', status: 500 });
  expect(on.cloud.surprises).toMatchObject([
    { what: 'ec2 DescribeVolumes: InternalError: Error: Volume has no member Colour' },
  ]);
});

test('a client token replays the first answer, and not for other parameters', async () => {
  const operation = operationsOf(ec2Sdk).get('CreateVolume');
  if (!operation) throw new Error('no operation');
  const idempotency = new Idempotency();
  let made = 0;
  const create = (params: Record<string, unknown>) => idempotency.run(operation, params, () => (made += 1));
  expect([
    create({ ClientToken: 'a', Size: 8 }),
    create({ ClientToken: 'a', Size: 8 }),
    create({ Size: 8 }),
  ]).toEqual([1, 1, 2]);
  expect(await refusal(Promise.resolve().then(() => create({ ClientToken: 'a', Size: 9 })))).toMatchObject({
    message: expect.stringContaining('parameters differ'),
  });
});
