import type { Command, CommandInvocationStatus, GetCommandInvocationResult } from '@aws-sdk/client-ssm';
import type { CommandRecord } from '../records.ts';

/** Pending until the agent has it, in progress until it has run. */
function commandStatus(command: CommandRecord, now: number): CommandInvocationStatus {
  if (now >= command.endsAt) return command.outcome.status;
  return now >= command.startsAt ? 'InProgress' : 'Pending';
}

export function viewCommand(command: CommandRecord, now: number): Command {
  const status = commandStatus(command, now);
  const done = now >= command.endsAt;
  const failed = done && status !== 'Success';
  const count = command.instanceIds.length;
  return {
    CommandId: command.id,
    DocumentName: command.document,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    Parameters: Object.fromEntries(Object.entries(command.parameters).map(([name, all]) => [name, [...all]])),
    InstanceIds: [...command.instanceIds],
    Targets: [],
    RequestedDateTime: new Date(command.madeAt),
    ExpiresAfter: new Date(command.madeAt + command.timeoutSeconds * 1000),
    Status: status === 'Delayed' ? 'Pending' : status,
    StatusDetails: detailsOf(status),
    TargetCount: count,
    CompletedCount: done ? count : 0,
    ErrorCount: failed ? count : 0,
    DeliveryTimedOutCount: 0,
    MaxConcurrency: '50',
    MaxErrors: '0',
    TimeoutSeconds: command.timeoutSeconds,
  };
}

export function viewInvocation(
  command: CommandRecord,
  instanceId: string,
  now: number,
): GetCommandInvocationResult {
  const status = commandStatus(command, now);
  const done = now >= command.endsAt;
  const { output = '', error = '', responseCode } = command.outcome;
  return {
    CommandId: command.id,
    InstanceId: instanceId,
    Comment: command.comment,
    DocumentName: command.document,
    DocumentVersion: '$DEFAULT',
    PluginName: command.plugin,
    ResponseCode: done ? responseCode : -1,
    ExecutionStartDateTime: now >= command.startsAt ? new Date(command.startsAt).toISOString() : '',
    ExecutionEndDateTime: done ? new Date(command.endsAt).toISOString() : '',
    ExecutionElapsedTime: done ? `PT${(command.endsAt - command.startsAt) / 1000}S` : '',
    Status: status,
    StatusDetails: detailsOf(status),
    StandardOutputContent: done ? output : '',
    StandardOutputUrl: '',
    StandardErrorContent: done ? error : '',
    StandardErrorUrl: '',
  };
}

function detailsOf(status: CommandInvocationStatus): string {
  return status === 'TimedOut' ? 'Execution Timed Out' : status;
}
