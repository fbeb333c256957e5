import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OperationId, SetId } from '../../src/core/ids.ts';
import { readTags } from '../../src/core/read-tags.ts';
import type { Hold } from '../../src/core/snapshot-set.ts';
import type { SetTags, Tag } from '../../src/core/tags.ts';
import { holdTag, launchKey, setTags, tagKeys, takenTag } from '../../src/core/tags.ts';
import { alice, bob, hostile, installation, noon, serverOf, team, volumesOf } from './samples.ts';

function written(more: Partial<SetTags> = {}, hold: Hold | null = null): readonly Tag[] {
  const { id, name, launch, volumes } = serverOf('prod-web');
  const facts = {
    installation,
    set: 's-22222222' as SetId,
    operation: 'o-22222222' as OperationId,
    server: { id, name },
    note: '',
    policy: '',
    launch,
    volumes,
  };
  const held = hold === null ? [] : [holdTag(hold)];
  return [...setTags({ ...facts, ...more }), takenTag(alice, noon), ...held];
}

const replaced = (key: string, value: string): readonly Tag[] =>
  written({}, { by: bob, at: noon, reason: '', until: null }).map(tag =>
    tag.key === key ? { key, value } : tag,
  );

describe('readTags', () => {
  test('reads back what was written, whatever things are called', () => {
    const text = fc.string({ unit: 'binary', maxLength: 150 });
    const names = fc.oneof(text, fc.constantFrom('', hostile, 'a b  c', '\n', 'n'.repeat(180)));
    const until = fc.option(fc.integer({ min: noon, max: noon * 2 }));
    fc.assert(
      fc.property(names, names, until, fc.integer({ min: 1, max: 128 }), (name, note, end, count) => {
        const hold: Hold = { by: bob, at: noon, reason: note.trim(), until: end };
        const { id } = serverOf(name);
        const volumes = volumesOf(count);
        const tags = written({ server: { id, name: name.trim() }, note, volumes }, hold);
        expect(readTags(tags, team)).toEqual({
          kind: 'read',
          tags: {
            operation: 'o-22222222',
            server: { id, name: name.trim() },
            by: alice,
            note,
            policy: '',
            devices: new Map(volumes.map(volume => [volume.id, volume.device])),
            hold,
          },
        });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('knows a set that nobody holds, of a server without a name', () => {
    const { id } = serverOf('');
    expect(readTags(written({ server: { id, name: '' } }), team)).toMatchObject({
      tags: { server: { id, name: '' }, hold: null, note: '' },
    });
  });

  test.each([tagKeys.operation, tagKeys.server, tagKeys.taken, launchKey(1)])('misses the tag %s', key => {
    const tags = written().filter(tag => tag.key !== key);
    expect(readTags(tags, team)).toEqual({ kind: 'tag-missing', key });
  });

  test.each([
    [tagKeys.operation, ['', 'o-1', '<!channel>', 'o-22222222 ', 's-22222222']],
    [tagKeys.server, ['', 'prod-web', '<!here> x', ' i-0a']],
    [
      tagKeys.taken,
      [
        '',
        'U07ALICE',
        '<!channel> 2026-11-23T12:00:00.000Z',
        'U07ALICE> 2026-11-23T12:00:00.000Z',
        'U07ALICE 2026-13-45T12:00:00.000Z',
        'U07ALICE yesterday',
      ],
    ],
    [
      tagKeys.hold,
      [
        '',
        'U07BOB',
        'U07BOB 2026-11-23T12:00:00.000Z',
        'U07BOB 2026-11-23T12:00:00.000Z soon why',
        'U07BOB 2026-11-23T12:00:00.000Z 2026-13-45T12:00:00.000Z',
      ],
    ],
    [
      launchKey(1),
      [
        '',
        '{',
        'null',
        '[]',
        '{}',
        '{"disks":{}}',
        '{"disks":[]}',
        '{"disks":{"a":1}}',
        '{"disks":{"a":[1]}}',
      ],
    ],
  ])('does not take %s for what it is not', (key, values) => {
    for (const value of values)
      expect(readTags(replaced(key, value), team), value).toEqual({ kind: 'tag-unreadable', key });
  });

  test('never throws', () => {
    const any = fc.string({ unit: 'binary', maxLength: 60 });
    const tag = fc.record({
      key: fc.constantFrom(...Object.values(tagKeys), launchKey(1), launchKey(2)),
      value: fc.oneof(any, fc.constantFrom('o-22222222', 'i-0a', 'U1 2026-11-23T12:00:00.000Z'), fc.json()),
    });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 9 }), tags => {
        readTags(tags, team);
      }),
      { seed: 2, numRuns: 2_000 },
    );
  });
});
