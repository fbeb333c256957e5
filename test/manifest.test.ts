import { readFileSync } from 'node:fs';
import type { AppsManifestValidateArguments } from '@slack/web-api';
import { expect, it } from 'vitest';
import { commandTable } from '../src/core/command-table.ts';
import { snapshotShortcut } from '../src/slack/view.ts';

type Manifest = Exclude<AppsManifestValidateArguments['manifest'], string>;

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../manifest/${name}`, import.meta.url), 'utf8'));
const manifest = read('manifest.json') as Manifest;
const http = read('manifest-http.json') as Manifest;

it('announces exactly the slash commands that the bot understands', () => {
  const announced = (manifest.features?.slash_commands ?? []).map(({ command }) => command);
  const understood = new Set(Object.values(commandTable).map(row => row.slash));
  expect(announced.toSorted()).toEqual([...understood].toSorted());
});

it('declares the shortcut and the event that the bot listens to, in both manifests', () => {
  for (const { features, settings } of [manifest, http]) {
    expect(features?.shortcuts).toEqual([
      expect.objectContaining({ type: 'global', callback_id: snapshotShortcut, name: 'Take a snapshot' }),
    ]);
    expect(features?.app_home?.home_tab_enabled).toBe(true);
    expect(settings?.event_subscriptions?.bot_events).toEqual(['app_home_opened']);
    expect(settings?.interactivity?.is_enabled).toBe(true);
  }
});

it('has Slack escape mentions, so that a pasted one is never live', () => {
  for (const command of manifest.features?.slash_commands ?? [])
    expect(command).toMatchObject({ should_escape: true });
});

it('asks for no more than commands, posting and looking people up; the rest is optional', () => {
  expect(manifest.oauth_config?.scopes?.bot).toEqual(['commands', 'chat:write', 'users:read']);
  expect(manifest).toHaveProperty('oauth_config.scopes.bot_optional', [
    'channels:history',
    'groups:history',
    'im:history',
    'im:write',
    'usergroups:read',
  ]);
});

it('keeps within the lengths that Slack allows', () => {
  const { display_information: shown, features } = manifest;
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description?.length).toBeLessThanOrEqual(140);
  for (const command of features?.slash_commands ?? []) {
    expect(command.command.length).toBeLessThanOrEqual(32);
    expect(command.description.length).toBeLessThanOrEqual(2_000);
  }
});

it('tags nothing but the snapshots it is taking, and deletes and holds only what carries its own tag', () => {
  const policy = read('iam-policy.json') as {
    Statement: { Action: string | string[]; Condition?: unknown; Resource: unknown }[];
  };
  const actions = policy.Statement.flatMap(({ Action }) => Action);
  expect(actions.toSorted()).toEqual([
    'ec2:CreateSnapshots',
    'ec2:CreateTags',
    'ec2:CreateTags',
    'ec2:DeleteSnapshot',
    'ec2:DeleteTags',
    'ec2:DescribeImages',
    'ec2:DescribeInstanceTypes',
    'ec2:DescribeInstances',
    'ec2:DescribeLockedSnapshots',
    'ec2:DescribeSnapshots',
    'ec2:DescribeVolumes',
  ]);
  expect(policy.Statement.find(({ Action }) => Action === 'ec2:CreateTags')).toMatchObject({
    Resource: 'arn:aws:ec2:*::snapshot/*',
    Condition: { StringEquals: { 'ec2:CreateAction': 'CreateSnapshots' } },
  });
  expect(policy.Statement.find(({ Action }) => Action.includes('ec2:DeleteTags'))).toMatchObject({
    Resource: 'arn:aws:ec2:*::snapshot/*',
    Condition: {
      StringLike: { 'aws:ResourceTag/snapkeeper:app': '*' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['snapkeeper:hold'] },
      // DeleteTags without keys would take all tags away, and of no keys all are allowed.
      Null: { 'aws:TagKeys': 'false' },
    },
  });
  expect(policy.Statement.find(({ Action }) => Action === 'ec2:DeleteSnapshot')).toMatchObject({
    Resource: 'arn:aws:ec2:*::snapshot/*',
    Condition: { StringLike: { 'aws:ResourceTag/snapkeeper:app': '*' } },
  });
});
