import type { Command, SendCommandRequest } from '@aws-sdk/client-ssm';
import type { CommandRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { checkParameters } from '../rules/document.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault } from '../wire/fault.ts';
import { agentOf } from './agent.ts';
import { viewCommand } from './command-view.ts';
import { takes } from './durations.ts';

/** Has no client token: sent again, it runs again. */
export function sendCommand(region: Region, input: SendCommandRequest): Command {
  onlySimulated(input, 'DocumentName InstanceIds TimeoutSeconds Comment Parameters');
  const { Comment: comment = '', TimeoutSeconds: timeoutSeconds = 3600, Parameters: parameters = {} } = input;
  if (comment.length > 100) throw invalid('comment', 'Member must have length less than or equal to 100');
  if (timeoutSeconds < 30 || timeoutSeconds > 2_592_000)
    throw invalid('timeoutSeconds', 'Member must have value between 30 and 2592000');
  const document = region.documents.get(input.DocumentName ?? '');
  // The documents of AWS exist and can do anything: nobody here should ask for one.
  if (!document)
    throw new Fault('InvalidDocument', `Document with name ${input.DocumentName} does not exist.`, {
      surprise: input.DocumentName?.startsWith('AWS-') === true,
    });
  const instanceIds = targets(region, input.InstanceIds ?? []);
  checkParameters(document, parameters);
  const id = uuid(region);
  const madeAt = region.now();
  const startsAt = madeAt + 1000;
  const command: Omit<CommandRecord, 'outcome'> = {
    id,
    madeAt,
    document: input.DocumentName ?? '',
    plugin: document.mainSteps[0]?.name ?? '',
    comment,
    parameters,
    instanceIds,
    timeoutSeconds,
    startsAt,
    endsAt: startsAt + takes('run command', id),
  };
  const record = { ...command, outcome: region.commandEnds(command) };
  region.commands.set(id, record);
  return viewCommand(record, madeAt);
}

function targets(region: Region, ids: readonly string[]): readonly string[] {
  if (ids.length === 0 || ids.length > 50) throw invalid('instanceIds', 'Member must have 1 to 50 entries');
  if (new Set(ids).size < ids.length)
    throw new Fault('DuplicateInstanceId', 'You cannot specify an instance ID in more than one association.');
  const away = ids.filter(id => {
    const instance = region.instances.get(id);
    return !instance || agentOf(region, instance) !== 'Online';
  });
  if (away.length > 0)
    throw new Fault(
      'InvalidInstanceId',
      `Instances [[${away.join(', ')}]] not in a valid state for account ${region.accountId}`,
    );
  return ids;
}

function invalid(name: string, constraint: string): Fault {
  return new Fault(
    'ValidationException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}

function uuid({ random }: Region): string {
  return [8, 4, 4, 4, 12].map(digits => random.hex(digits)).join('-');
}
