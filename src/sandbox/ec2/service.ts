import type { TokenRules } from './rules/idempotency.ts';
import type { Demand } from './rules/policy.ts';
import type { Credential } from './wire/credential.ts';
import { Fault } from './wire/fault.ts';
import type { Protocol } from './wire/protocol.ts';
import type { Params } from './wire/query.ts';

export type Handler = (params: Params) => unknown;

/** One AWS service behind the endpoint: how it speaks, what it does, and what IAM wants for that. */
export type Service = {
  readonly name: string;
  readonly protocol: Protocol;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Throws when the account has asked too often. */
  throttle(action: string, params: Params): void;
  demandsOf(action: string, params: Params): readonly Demand[];
  readonly refusals: Refusals;
  readonly tokens: TokenRules;
};

/** Each service has its own codes: for an access key nobody has, for the wrong Region, for what IAM does not allow. */
export type Refusals = {
  readonly key: Fault;
  readonly scope: (region: string) => Fault;
  readonly permission: (demand: Demand, arn: string) => Fault;
};

/** By the name that signatures carry. */
export type Services = Readonly<Record<'ec2' | 'sts' | 'servicequotas' | 'ssm', Service>>;

/** Handlers are typed by the SDK's commands; on the wire they are found by name, with decoded parameters. */
export function handlersOf(actions: object): ReadonlyMap<string, Handler> {
  return new Map<string, Handler>(Object.entries(actions));
}

/** The service that a request was signed for: one port is all of AWS here. */
export function serviceOf(credential: Credential, services: Services): Service {
  const { service } = credential;
  if (Object.hasOwn(services, service)) return services[service as keyof Services];
  throw new Fault('InvalidAction', `The sandbox has no service ${service}.`, { surprise: true });
}

/** Throws unless the Region and the access key are the ones there are. */
export function admit(credential: Credential, service: Service, door: Omit<Credential, 'service'>): void {
  if (credential.region !== door.region) throw service.refusals.scope(credential.region);
  if (credential.accessKeyId !== door.accessKeyId) throw service.refusals.key;
}
