/** The tags that this company asks of every server in production. */
export function prod(team: string, service: string, costCentre: string) {
  return { env: 'prod', team, service, 'cost-centre': costCentre };
}

export const terraform = { 'managed-by': 'terraform' } as const;
