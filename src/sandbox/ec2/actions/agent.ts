import type { InstanceInformation, PingStatus } from '@aws-sdk/client-ssm';
import type { InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { stateOf } from './instance-view.ts';

const wakesUpIn = 30_000;

/** What Systems Manager knows of a server; undefined for one that it does not manage. */
export function agentOf(region: Region, instance: InstanceRecord): PingStatus | undefined {
  const now = region.now();
  const { name, at } = stateOf(instance, now);
  const profile = profileOf(instance);
  // Without a profile, an agent cannot sign in; the log servers have none installed.
  if (profile === undefined || profile === 'logs' || name === 'terminated') return undefined;
  if (name === 'pending' && instance.states.length <= 2) return undefined;
  // Somewhere an agent is always hung.
  if (name !== 'running' || profile === 'analytics') return 'ConnectionLost';
  if (now - at >= wakesUpIn) return 'Online';
  return instance.states.length <= 2 ? undefined : 'ConnectionLost';
}

export function viewAgent(region: Region, instance: InstanceRecord, ping: PingStatus): InstanceInformation {
  const { facts } = instance;
  return {
    InstanceId: instance.id,
    PingStatus: ping,
    LastPingDateTime: new Date(ping === 'Online' ? region.now() : stateOf(instance, region.now()).at),
    AgentVersion: '3.3.1611.0',
    IsLatestVersion: true,
    PlatformType: facts.Platform === 'Windows' ? 'Windows' : 'Linux',
    PlatformName: facts.Platform === 'Windows' ? 'Microsoft Windows Server 2022' : 'Amazon Linux',
    ResourceType: 'EC2Instance',
    IPAddress: facts.PrivateIpAddress,
    ComputerName: facts.PrivateDnsName,
  };
}

function profileOf({ facts }: InstanceRecord): string | undefined {
  return facts.IamInstanceProfile?.Arn?.split(':instance-profile/')[1];
}
