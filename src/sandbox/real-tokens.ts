// As Slack makes them: xoxb-… for bots, xoxp-… for people, xapp-… for sockets.
const token = /^(?:xox[a-z](?:\.xox[a-z])?|xapp)-/u;

/** The names of the variables that hold what looks like a token of a real Slack workspace. */
export function realTokens(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    token.test(value.trim()) && !value.includes('-sandbox-') ? [name] : [],
  );
}
