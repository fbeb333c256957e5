import type { Actor } from './actor.ts';
import type { OperationId, ServerId, SetId } from './ids.ts';
import type { LaunchFacts, Volume } from './server.ts';
import type { Hold } from './snapshot-set.ts';
import { clip } from './typed-text.ts';

/** EC2's limits: tags on one resource, characters of one value. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
export const tagsPerResource = 50;
const valueLength = 256;

export const tagKeys = {
  app: 'snapkeeper:app',
  set: 'snapkeeper:set',
  operation: 'snapkeeper:operation',
  server: 'snapkeeper:server',
  policy: 'snapkeeper:policy',
  taken: 'snapkeeper:taken',
  note: 'snapkeeper:note',
  hold: 'snapkeeper:hold',
} as const;

/** The launch facts are cut into pieces, from 1 on. */
export const launchKey = (piece: number): string => `snapkeeper:launch-${piece}`;

/** This installation: Slack team id and app id. Another value means another installation's set. */
export type Installation = string & { readonly brand: 'installation' };

export function installationOf({ team, app }: { readonly team: string; readonly app: string }): Installation {
  return `${team}/${app}` as Installation;
}

export type SetTags = {
  readonly installation: Installation;
  readonly set: SetId;
  readonly operation: OperationId;
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly note: string;
  readonly policy: string;
  readonly launch: LaunchFacts;
  readonly volumes: readonly Volume[];
};

export type Tag = { readonly key: string; readonly value: string };

/** The second copy of what the database knows, the same on every member of the set. */
export function setTags(facts: SetTags): readonly Tag[] {
  return [
    { key: tagKeys.app, value: facts.installation },
    { key: tagKeys.set, value: facts.set },
    { key: tagKeys.operation, value: facts.operation },
    { key: tagKeys.server, value: clip(`${facts.server.id} ${facts.server.name}`.trim(), valueLength) },
    ...(facts.policy === '' ? [] : [{ key: tagKeys.policy, value: facts.policy }]),
    ...(facts.note === '' ? [] : [{ key: tagKeys.note, value: clip(facts.note, valueLength) }]),
    ...launchTags(facts.launch, facts.volumes),
  ];
}

/** Who had it taken and when: written at the call, which may come later than the request. */
export function takenTag(by: Actor, at: number): Tag {
  return { key: tagKeys.taken, value: `${by.user} ${new Date(at).toISOString()}` };
}

/** Who holds it since when, until when, and why: the second copy of the hold. */
export function holdTag({ by, at, until, reason }: Hold): Tag {
  const end = until === null ? '-' : new Date(until).toISOString();
  return {
    key: tagKeys.hold,
    value: clip(`${by.user} ${new Date(at).toISOString()} ${end} ${reason}`.trim(), valueLength),
  };
}

/** Device → [volume, GiB, root, delete on termination]; the flags as 0 or 1 to save room. */
function launchTags(launch: LaunchFacts, volumes: readonly Volume[]): readonly Tag[] {
  const disks = volumes.map(({ device, id, gib, root, deleteOnTermination }) => [
    device,
    [id, gib, Number(root), Number(deleteOnTermination)],
  ]);
  const json = JSON.stringify({ ...launch, disks: Object.fromEntries(disks) });
  return pieces(json).map((value, index) => ({ key: launchKey(index + 1), value }));
}

/** Cut by code point, so that no piece ends in half a character. EC2 trims nothing inside a value. */
function pieces(text: string): readonly string[] {
  const points = Array.from(text);
  const count = Math.ceil(points.length / valueLength);
  return Array.from({ length: count }, (_, index) =>
    points.slice(index * valueLength, (index + 1) * valueLength).join(''),
  );
}
