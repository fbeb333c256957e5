import { StartRefused } from '../core/start-refused.ts';
import type { CloudFault, Identity, Outcome } from '../ports.ts';

/** Whatever of the four facts is known by now. */
export type PartialIdentity = { readonly [Fact in keyof Identity]?: Identity[Fact] | undefined };

const factWords: Readonly<Record<keyof Identity, { readonly what: string; readonly setting: string }>> = {
  account: { what: 'AWS account', setting: 'the AWS credentials' },
  region: { what: 'Region', setting: 'AWS_REGION' },
  team: { what: 'Slack workspace', setting: 'SLACK_BOT_TOKEN' },
  app: { what: 'Slack app', setting: 'SLACK_BOT_TOKEN' },
};

/**
 * A database belongs to one account, Region, workspace and app. With another one its rows would be acted
 * on in the wrong place, so that is refused.
 */
export function refuseOther(known: Identity | null, found: PartialIdentity): void {
  if (known === null) return;
  for (const fact of Object.keys(factWords) as (keyof Identity)[]) {
    const now = found[fact];
    if (now === undefined || now === known[fact]) continue;
    const { what, setting } = factWords[fact];
    throw new StartRefused(
      `This database belongs to the ${what} ${known[fact]}, but ${setting} now leads to ${now}. Put the old value back, or set SNAPKEEPER_DB to a new file.`,
    );
  }
}

/** All four, or null while one is missing. */
export function whole({ account, region, team, app }: PartialIdentity): Identity | null {
  if (account === undefined || region === undefined || team === undefined || app === undefined) return null;
  return { account, region, team, app };
}

/** The value, null when AWS was not reached; throws StartRefused when AWS says no. */
export function unlessRefused<Value>(outcome: Outcome<Value>): Value | null {
  if (outcome.kind === 'ok') return outcome.value;
  refuseFault(outcome.fault);
  return null;
}

/** Throws when AWS will go on saying no until a person mends something. */
export function refuseFault(fault: CloudFault): void {
  if (fault.kind !== 'refused') return;
  switch (fault.code) {
    case 'CredentialsMissing':
      throw new StartRefused(
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing, and no other AWS credentials were found. Set them, or AWS_PROFILE, or run Snapkeeper on a machine with a role.',
      );
    case 'UnauthorizedOperation':
    case 'AccessDenied':
    case 'AccessDeniedException':
      throw new StartRefused(
        `The AWS credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE or the machine's role) may not read servers and snapshots (${fault.code}). Attach manifest/iam-policy.json to them.`,
      );
    case 'OptInRequired':
      throw new StartRefused(
        'AWS_REGION names a Region that is not enabled in this account (OptInRequired). Enable it, or correct AWS_REGION.',
      );
    default:
      throw new StartRefused(
        `The AWS credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE or the machine's role) are refused by AWS (${fault.code}). Correct them and start again.`,
      );
  }
}
