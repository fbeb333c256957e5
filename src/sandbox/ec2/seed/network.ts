/** Where the servers of the seed live, and the networks beside theirs. */
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
  staging: {
    vpcId: 'vpc-0b2e5d8f1a4c79630',
    subnets: { a: 'subnet-0d1e3f5a7b9c02468', b: 'subnet-0e2f4a6b8c0d13579' },
    groups: { default: 'sg-0f1a3c5e7b9d02468', 'staging-web': 'sg-0a2b4d6f8c0e13579' },
  },
  /** Without a way to the internet. */
  lab: {
    vpcId: 'vpc-0c3f6e9a2b5d80741',
    subnets: { a: 'subnet-0f3a5b7c9d1e02468' },
    groups: { default: 'sg-0b3c5d7e9f1a24680' },
  },
  /** In the main network, without a free address. */
  fullSubnet: 'subnet-0a4b6c8d0e2f13579',
} as const;

export type Zone = keyof typeof network.zones;
export type Group = keyof typeof network.groups;
