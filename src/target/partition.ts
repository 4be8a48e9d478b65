const DNS_SUFFIXES: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
};

/** Partition and host suffix, read from any ARN: `arn:aws-cn:sts::…` is in `aws-cn`, `amazonaws.com.cn`. */
export function partitionOf(arn: string): { readonly partition: string; readonly dnsSuffix: string } {
  const partition = arn.split(':')[1] ?? 'aws';
  return { partition, dnsSuffix: DNS_SUFFIXES[partition] ?? 'amazonaws.com' };
}

/** The same, read from a region's name: `cn-north-1` is in `aws-cn`. */
export function partitionOfRegion(region: string): ReturnType<typeof partitionOf> {
  const partition = REGIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
  return partitionOf(`arn:${partition}:`);
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const REGIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
] as const;
