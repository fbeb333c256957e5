import { StartRefused } from '../core/start-refused.ts';
import type { Cancel, CloudFault, Identity, WorkDeps } from '../ports.ts';

export type IdentifyOptions = {
  readonly region: string;
  /** The workspace and app of the bot's token; null when Slack was not reached. Throws StartRefused. */
  readonly askSlack: () => Promise<{ readonly team: string; readonly app: string } | null>;
  /** Called once, when Slack has told who the bot is. */
  readonly onSlack: () => Promise<void>;
  /** Called once, when all four facts are known and AWS has confirmed the account in this run. */
  readonly onIdentity: (identity: Identity) => Promise<void>;
  /** Slack or AWS says no, but only after `start` had gone on without an answer. */
  readonly onRefused: (error: StartRefused) => void;
};

export type Identification = {
  /** Settles when the first try is over. Throws StartRefused. What was not reached is tried again. */
  start(): Promise<void>;
  stop(): void;
};

const tryAgainAfter = 15_000;

/**
 * Finds out which account, Region, workspace and app this installation is. Until all four were known once,
 * nothing is taken: a database must never serve two installations.
 */
export function createIdentification(
  { store, cloud, clock, track, log }: WorkDeps,
  { region, askSlack, onSlack, onIdentity, onRefused }: IdentifyOptions,
): Identification {
  let inSlack: { readonly team: string; readonly app: string } | null = null;
  let inAws: { readonly account: string } | null = null;
  let identity: Identity | null = null;
  let told = false;
  let begun = false;
  let stopped = false;
  let cancel: Cancel = () => {};

  async function tryOnce(): Promise<void> {
    const slackBefore = inSlack;
    [inSlack, inAws] = await Promise.all([inSlack ?? askSlack(), inAws ?? askAws()]);
    identity ??= await store.identity();
    refuseOther(identity, { region, ...inSlack, ...inAws });
    if (identity === null && inSlack !== null && inAws !== null) {
      identity = { region, account: inAws.account, team: inSlack.team, app: inSlack.app };
      await store.commit([{ kind: 'identity', identity }]);
    }
    if (stopped) return;
    if (inSlack === null || inAws === null) tryLater();
    await Promise.all([
      slackBefore === null && inSlack !== null ? onSlack() : undefined,
      // Not on what an earlier run knew: the credentials may lead to another account by now.
      identity !== null && inAws !== null ? begin(identity, inAws.account) : undefined,
    ]);
  }

  async function begin(known: Identity, account: string): Promise<void> {
    if (begun) return;
    begun = true;
    log.info({ account, region }, 'AWS has told which account this is');
    await onIdentity(known);
  }

  async function askAws(): Promise<{ readonly account: string } | null> {
    const outcome = await cloud.identity();
    if (outcome.kind === 'ok') return outcome.value;
    refuseFault(outcome.fault);
    return null;
  }

  function tryLater(): void {
    const missing = [...(inSlack === null ? ['Slack'] : []), ...(inAws === null ? ['AWS'] : [])].join(
      ' and ',
    );
    if (!told) log.warn({}, `${missing} cannot be reached; Snapkeeper starts without and keeps trying`);
    told = true;
    cancel = clock.at(clock.now() + tryAgainAfter, () => void track('identify', tryAgain));
  }

  async function tryAgain(): Promise<void> {
    try {
      await tryOnce();
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      onRefused(error);
    }
  }

  return {
    start: tryOnce,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

const factWords: Readonly<Record<keyof Identity, { readonly what: string; readonly setting: string }>> = {
  account: { what: 'AWS account', setting: 'the AWS credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE)' },
  region: { what: 'Region', setting: 'AWS_REGION' },
  team: { what: 'Slack workspace', setting: 'SLACK_BOT_TOKEN' },
  app: { what: 'Slack app', setting: 'SLACK_BOT_TOKEN' },
};

function refuseOther(known: Identity | null, found: Partial<Identity>): void {
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

/** `InvalidClientTokenId`, `AuthFailure`, `ExpiredToken`, `IncompleteSignature` and their like. */
const aboutCredentials = /Token|Auth|Credential|Signature|AccessKey|Client|RequestExpired/u;

/** Throws when AWS will go on saying no until a person mends something. */
export function refuseFault(fault: CloudFault): void {
  if (fault.kind !== 'refused') return;
  const credentials = "The AWS credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE or the machine's role)";
  switch (fault.code) {
    case 'CredentialsMissing':
      throw new StartRefused(
        `No AWS credentials were found (${fault.message}). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, correct AWS_PROFILE, or run Snapkeeper on a machine with a role.`,
      );
    case 'SignatureDoesNotMatch':
      throw new StartRefused(
        'AWS does not accept the signature (SignatureDoesNotMatch). Check AWS_SECRET_ACCESS_KEY, AWS_REGION, and that AWS_ENDPOINT_URL belongs to that Region.',
      );
    case 'UnauthorizedOperation':
    case 'AccessDenied':
    case 'AccessDeniedException':
      throw new StartRefused(
        `${credentials} may not read servers and snapshots (${fault.code}). Attach manifest/iam-policy.json to them.`,
      );
    case 'OptInRequired':
      throw new StartRefused(
        'AWS_REGION names a Region that is not enabled in this account (OptInRequired). Enable it, or correct AWS_REGION.',
      );
    default:
      if (!aboutCredentials.test(fault.code)) {
        throw new StartRefused(
          `AWS refuses to tell what Snapkeeper must know before it starts (${fault.code}: ${fault.message.replace(/[.\s]+$/u, '')}). Mend what it names, and start again.`,
        );
      }
      throw new StartRefused(
        `${credentials} are refused by AWS (${fault.code}: ${fault.message.replace(/[.\s]+$/u, '')}). Correct them and start again.`,
      );
  }
}
