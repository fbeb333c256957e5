/** One thing that a person does in the tour, and what must come of it. */
export type TourStep = {
  readonly title: string;
  readonly as: string;
  readonly in: string;
  /** What is typed; or the text of a button in what this person saw last. */
  readonly types?: string;
  readonly presses?: RegExp;
  /** The text of a button on the newest card in the channel that has it. */
  readonly pressesOnCard?: RegExp;
  readonly opensHome?: true;
  /** The text of a button in Home. */
  readonly pressesInHome?: string;
  /** What is filled in, by the label of the field, in the modal that has come; it is submitted then. */
  readonly fillsIn?: Readonly<Record<string, string>>;
  /** So many hours go by, beyond the half hour after each step. */
  readonly waits?: number;
  /** What Home says, or the modal before it is filled in. */
  readonly view?: readonly RegExp[];
  /** Shown to this person in this channel at once. */
  readonly sees?: readonly RegExp[];
  /** The card half an hour later, and the channel it stands in when that is another one. */
  readonly card?: readonly RegExp[];
  readonly cardIn?: string;
  /** How many EBS snapshots there are more in EC2. */
  readonly snapshots: number;
};

/** A walk through everything the bot does, with real input: typed on phones, mistyped, refused. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'A snapshot before a deploy',
    as: 'alice',
    in: 'ops',
    types: '/snapshot prod-web before the 14:30 deploy',
    card: [
      /Snapshot of prod-web · complete/u,
      /2 volumes, 120 GiB/u,
      /Crash-consistent/u,
      /before the 14:30 deploy/u,
    ],
    snapshots: 2,
  },
  {
    title: 'A server that is gone',
    as: 'carol',
    in: 'ops',
    types: '/snapshot old-mail',
    sees: [/old-mail is terminated/u],
    snapshots: 0,
  },
  {
    title: 'What is there now',
    as: 'bob',
    in: 'approvals',
    types: '/snapkeeper list prod-web',
    sees: [/Snapshots of prod-web/u, /complete · 2 volumes, 120 GiB/u, /by @alice/u],
    snapshots: 0,
  },
  {
    title: 'Held, so that nothing deletes it',
    as: 'bob',
    in: 'ops',
    pressesOnCard: /^Hold$/u,
    card: [/Hold of s-\w{8} · held/u, /Held by @bob/u, /\[Release\]/u],
    snapshots: 0,
  },
  {
    title: 'A typing error',
    as: 'carol',
    in: 'ops',
    types: '/snapshot prod-wbe',
    sees: [/No server is called prod-wbe\. Did you mean/u, /\[prod-web\]/u],
    snapshots: 0,
  },
  {
    title: '… and the button that corrects it',
    as: 'carol',
    in: 'ops',
    presses: /^prod-web$/u,
    card: [/Snapshot of prod-web · complete/u, /asked by @carol/u],
    snapshots: 2,
  },
  {
    title: 'Two servers of one name',
    as: 'dave',
    in: 'ops',
    types: '/snapshot worker',
    sees: [/2 servers are called worker\. Which one\?/u, /running · m5\.large · eu-west-1a/u],
    snapshots: 0,
  },
  {
    title: '… and the choice',
    as: 'dave',
    in: 'ops',
    presses: /running/u,
    card: [/Snapshot of worker · complete/u, /1 volume, 20 GiB/u],
    snapshots: 1,
  },
  {
    title: 'Typed on a phone: smart quotes, a name with a blank, a long dash',
    as: 'alice',
    in: 'ops',
    types: '/snapshot “Accounts Payable” month end —dry-run',
    sees: [/Snapshot of Accounts Payable: what would be taken/u, /Nothing was taken/u, /\[Take it now\]/u],
    snapshots: 0,
  },
  {
    title: '… and taken after all',
    as: 'alice',
    in: 'ops',
    presses: /^Take it now$/u,
    card: [/Snapshot of Accounts Payable · complete/u, /month end/u],
    snapshots: 2,
  },
  {
    title: 'A database on three volumes, all at the same instant',
    as: 'bob',
    in: 'ops',
    types: '/snapshot prod-db before the index rebuild',
    card: [/Snapshot of prod-db · complete/u, /3 volumes, 480 GiB/u],
    snapshots: 3,
  },
  {
    title: 'A server with a disk that no snapshot can hold',
    as: 'bob',
    in: 'ops',
    types: '/snapshot analytics',
    card: [/Snapshot of analytics · complete/u, /Not in it: 1 instance-store disk of 300 GB/u],
    snapshots: 1,
  },
  {
    title: 'A server that runs from such a disk',
    as: 'bob',
    in: 'ops',
    types: '/snapshot legacy-batch',
    sees: [/legacy-batch runs from an instance-store disk/u, /Nothing was taken/u],
    snapshots: 0,
  },
  {
    title: 'A volume with as many tags as EC2 allows',
    as: 'carol',
    in: 'ops',
    types: '/snapshot build-cache',
    card: [/Snapshot of build-cache · complete/u, /tags were too many to copy/u],
    snapshots: 2,
  },
  {
    title: 'A server whose snapshots fail',
    as: 'carol',
    in: 'ops',
    types: '/snapshot flaky-api',
    card: [/Snapshot of flaky-api · failed/u, /Given key ID is not accessible/u, /Next: Take it again/u],
    snapshots: 2,
  },
  {
    title: 'A name that would like to wake everybody',
    as: 'alice',
    in: 'ops',
    types: '/snapshot <!channel> & "quotes" 🚀',
    card: [/Snapshot of <!channel> & "quotes" 🚀 · complete/u],
    snapshots: 1,
  },
  {
    title: 'In a public channel where the bot is not: the card goes to the reporting channel',
    as: 'alice',
    in: 'random',
    types: '/snapshot grafana',
    card: [/Snapshot of grafana · complete/u],
    cardIn: 'ops',
    sees: [/cannot post here, so its card is in #ops/u],
    snapshots: 1,
  },
  {
    title: 'In a private channel where the bot is not: the card goes to the one who asked',
    as: 'bob',
    in: 'war-room',
    types: '/snapshot prod-redis',
    card: [/Snapshot of prod-redis · complete/u],
    cardIn: '@snapkeeper',
    sees: [/its card is in our direct messages/u],
    snapshots: 2,
  },
  {
    title: 'Without a name: the dialog',
    as: 'carol',
    in: 'ops',
    types: '/snapshot',
    view: [/Take a snapshot/u, /The card will stand in #ops/u],
    fillsIn: { Server: 'grafana', Note: 'before the upgrade' },
    card: [/Snapshot of grafana · complete/u, /before the upgrade/u],
    snapshots: 1,
  },
  {
    title: 'Home: what is there, and how old it is',
    as: 'dave',
    in: 'ops',
    opensHome: true,
    view: [/Nothing is running/u, /grafana · running\n2 snapshots · last one complete, \d+ minutes ago/u],
    snapshots: 0,
  },
  {
    title: '… and a snapshot from there',
    as: 'dave',
    in: 'ops',
    pressesInHome: 'Take a snapshot',
    view: [/The card will stand in #ops/u],
    fillsIn: { Server: 'prod-redis' },
    card: [/Snapshot of prod-redis · complete/u, /asked by @dave/u],
    snapshots: 2,
  },
  {
    title: 'A policy: every day at two, in the zone of whoever makes it',
    as: 'alice',
    in: 'ops',
    types: '/snapkeeper policy',
    view: [/New policy/u, /nothing is saved before/u],
    fillsIn: { Name: 'nightly', Servers: 'grafana' },
    snapshots: 0,
  },
  {
    title: '… looked at before it is saved',
    as: 'alice',
    in: 'ops',
    view: [
      /nightly · 0 2 \* \* \* Europe\/Berlin · keeps 7 daily, 4 weekly, 12 monthly/u,
      /Covers 1 server now: grafana/u,
      /Next runs\n\d{4}-\d\d-\d\d 02:00 \(\+01:00\) · \d{4}-\d\d-\d\d 01:00 UTC/u,
      /Deletes nothing now/u,
    ],
    fillsIn: {},
    snapshots: 0,
  },
  {
    title: '… and a day passes',
    as: 'bob',
    in: 'ops',
    waits: 24,
    card: [/nightly · complete/u, /1 server · 1 complete/u],
    snapshots: 1,
  },
  {
    title: 'What became of it',
    as: 'bob',
    in: 'ops',
    types: '/snapkeeper why nightly',
    sees: [/nightly · healthy/u, /run · complete · o-\w{8}/u],
    snapshots: 0,
  },
  {
    title: 'A guest',
    as: 'gus',
    in: 'ops',
    types: '/snapshot prod-web',
    sees: [/Guests have no rights here\. Nothing was done\. @bob can tell you more/u],
    snapshots: 0,
  },
  {
    title: 'A word that is no command',
    as: 'dave',
    in: 'ops',
    types: '/snapkeeper lst prod-web',
    sees: [/no command lst\. Did you mean/u, /\[\/snapkeeper list prod-web\]/u],
    snapshots: 0,
  },
  {
    title: 'Who am I',
    as: 'bob',
    in: 'ops',
    types: '/snapkeeper whoami',
    sees: [/@bob, you are an admin here/u],
    snapshots: 0,
  },
  {
    title: 'Help',
    as: 'dave',
    in: 'ops',
    types: '/snapkeeper help snapshot',
    sees: [/\/snapshot <server> \[note\] \[--dry-run\]/u],
    snapshots: 0,
  },
];
