/** The one network that all servers of the seed live in. */
export const network = {
  vpcId: 'vpc-0a1f4c7e9b2d58360',
  zones: {
    a: { name: 'eu-west-1a', id: 'euw1-az2', subnetId: 'subnet-0c3b9a71e5d2f4860', prefix: '10.20.1' },
    b: { name: 'eu-west-1b', id: 'euw1-az3', subnetId: 'subnet-0f6d2e8b4a1c97053', prefix: '10.20.2' },
  },
  groups: {
    default: 'sg-0b7e5c1d9f3a28640',
    web: 'sg-0d4f8a2c6e1b97350',
    database: 'sg-0a9c3e7b5d1f86420',
    workers: 'sg-0e2b6d8f4c0a13579',
    office: 'sg-0c8a4e2f6b0d97531',
  },
} as const;

export type Zone = keyof typeof network.zones;
export type Group = keyof typeof network.groups;
