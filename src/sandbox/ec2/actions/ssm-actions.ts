import type * as Ssm from '@aws-sdk/client-ssm';
import type { CommandRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { pageOf } from '../rules/page.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { shelfOf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { agentOf, viewAgent } from './agent.ts';
import { viewCommand, viewInvocation } from './command-view.ts';
import { instancesOf } from './instance-view.ts';
import { sendCommand } from './send-command.ts';

/** A command is not known at once to whoever asks for its outcome. */
const invocationLag = 1000;

export function ssmActions(region: Region) {
  return {
    SendCommand: (input: Ssm.SendCommandRequest): Ssm.SendCommandResult => ({
      Command: sendCommand(region, input),
    }),

    GetCommandInvocation(input: Ssm.GetCommandInvocationRequest): Ssm.GetCommandInvocationResult {
      onlySimulated(input, 'CommandId InstanceId');
      const { CommandId: id = '', InstanceId: instanceId = '' } = input;
      checkId(id);
      const command = region.commands.get(id);
      const known = command && region.now() - command.madeAt >= invocationLag;
      if (!known || !command.instanceIds.includes(instanceId))
        throw new Fault(
          'InvocationDoesNotExist',
          'The command ID and instance ID that were given match no invocation.',
        );
      return viewInvocation(command, instanceId, region.now());
    },

    ListCommands(input: Ssm.ListCommandsRequest): Ssm.ListCommandsResult {
      onlySimulated(input, 'CommandId InstanceId MaxResults NextToken Filters');
      const { CommandId: id, InstanceId: instanceId } = input;
      if (id !== undefined) checkId(id);
      const filters = (input.Filters ?? []).map(filter => commandFilter(filter, region.now()));
      const wanted = [...region.commands.values()].filter(
        command =>
          (id === undefined || command.id === id) &&
          (instanceId === undefined || command.instanceIds.includes(instanceId)) &&
          filters.every(matches => matches(command)),
      );
      const { page, ...next } = pageOf(shelfOf(wanted.map(newestFirst)), input, {
        action: 'ListCommands',
        min: 1,
        max: 50,
        unasked: 50,
        view: ({ command }) => viewCommand(command, region.now()),
        matches: () => true,
      });
      return { Commands: page, ...next };
    },

    DescribeInstanceInformation(
      input: Ssm.DescribeInstanceInformationRequest,
    ): Ssm.DescribeInstanceInformationResult {
      onlySimulated(input, 'Filters MaxResults NextToken');
      const filters = (input.Filters ?? []).map(agentFilter);
      const { page, ...next } = pageOf(instancesOf(region), input, {
        action: 'DescribeInstanceInformation',
        min: 5,
        max: 50,
        unasked: 10,
        view: instance => {
          const ping = agentOf(region, instance);
          return ping && viewAgent(region, instance, ping);
        },
        matches: view => view !== undefined && filters.every(matches => matches(view)),
      });
      return { InstanceInformationList: page.flatMap(view => view ?? []), ...next };
    },
  } satisfies Handlers<typeof Ssm>;
}

function checkId(id: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new Fault(
      'InvalidCommandId',
      'The specified command ID is not valid. Verify the ID and try again.',
    );
}

function newestFirst(command: CommandRecord): { readonly id: string; readonly command: CommandRecord } {
  return { id: `${String(1e15 - command.madeAt).padStart(16, '0')} ${command.id}`, command };
}

function commandFilter({ key, value = '' }: Ssm.CommandFilter, now: number) {
  switch (key) {
    case 'DocumentName':
      return ({ document }: CommandRecord) => document === value;
    case 'Status':
      return (command: CommandRecord) => viewCommand(command, now).Status === value;
    case 'InvokedAfter':
      return ({ madeAt }: CommandRecord) => madeAt > Date.parse(value);
    case 'InvokedBefore':
      return ({ madeAt }: CommandRecord) => madeAt < Date.parse(value);
    case 'ExecutionStage':
    case undefined:
      throw new Fault('InvalidFilterKey', `The filter ${key ?? ''} is not simulated.`, { surprise: true });
  }
}

function agentFilter({ Key: key = '', Values: values = [] }: Ssm.InstanceInformationStringFilter) {
  if (values.length === 0)
    throw new Fault('InvalidInstanceInformationFilterValue', 'A filter has no values.');
  if (key === 'InstanceIds') return ({ InstanceId: id = '' }: Ssm.InstanceInformation) => values.includes(id);
  if (key === 'PingStatus')
    return ({ PingStatus: ping }: Ssm.InstanceInformation) => ping !== undefined && values.includes(ping);
  throw new Fault('InvalidFilterKey', `The filter ${key} is not simulated.`, { surprise: true });
}
