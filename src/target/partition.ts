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
