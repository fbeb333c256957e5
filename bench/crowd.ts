import type { Seed } from '../src/sandbox/slack/seed.ts';
import type { Region } from '../src/sandbox/ec2/region.ts';

const count = <Value>(length: number, value: (index: number) => Value): readonly Value[] =>
  Array.from({ length }, (_, index) => value(index));

const people = count(40, index => `person${String(index + 1).padStart(2, '0')}`);
const channels = count(8, index => `team${index + 1}`);

/** A workspace with forty people at work in eight channels, all with the bot in them. */
export const busyWorkspace: Seed = {
  people: people.map(name => ({ name })),
  channels: channels.map(name => ({ name, members: [...people, 'snapkeeper'] })),
};

/** Who acts where as the nth: all people and channels in turn. */
export function actorAt(index: number): { readonly as: string; readonly in: string } {
  return { as: people[index % people.length] ?? '', in: channels[index % channels.length] ?? '' };
}

export type CrowdServer = { readonly name: string; readonly volumes: number };

/** The Region's ordinary servers: the named ones are there for their oddities. */
export function crowdServers(region: Region): readonly CrowdServer[] {
  return [...region.instances.values()].flatMap(({ id, tags }) => {
    const name = tags.find(tag => tag.Key === 'Name')?.Value ?? '';
    return /-\d{4}$/u.test(name) ? [{ name, volumes: region.volumesOf(id).length }] : [];
  });
}
