import { PolicyFault } from './policy-fault.ts';

/** Refuses what is neither `*` nor `vendor:Name`. */
export function checkAction(action: string): void {
  if (action === '*') return;
  const [vendor = '', name, ...rest] = action.split(':');
  if (name === undefined) {
    throw new PolicyFault('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (rest.length > 0) throw new PolicyFault('Actions/Condition can contain only one colon.');
  if (vendor !== '*' && !/^[a-zA-Z0-9.-]+$/.test(vendor)) {
    throw new PolicyFault(`Vendor ${vendor} is not valid`);
  }
}

/** Refuses what is neither `*` nor an ARN of an AWS partition. */
export function checkResource(resource: string): void {
  if (resource === '*') return;
  const [arn, partition = '', service = '', region = '', account = '', ...path] = resource.split(':');
  if (arn !== 'arn' || partition === '') {
    throw new PolicyFault(`Resource ${resource} must be in ARN format or "*".`);
  }
  if (!PARTITIONS.has(partition)) {
    const parts = [service, region, account, path.join(':')].map((part) => part || '*');
    throw new PolicyFault(
      `Partition "${partition}" is not valid for resource "arn:${partition}:${parts.join(':')}".`,
    );
  }
  if (service === '' || path.length === 0) throw new PolicyFault('The policy failed legacy parsing');
  if (region !== '') checkRegionFits(resource, service, path.join(':'));
}

/** Buckets and identities live in no region. */
function checkRegionFits(resource: string, service: string, path: string): void {
  if (service === 's3' && !path.startsWith('accesspoint/')) {
    throw new PolicyFault(`Resource ${resource} can not contain region information.`);
  }
  if (service === 'iam') throw new PolicyFault(`IAM resource ${resource} cannot contain region information.`);
}

const PARTITIONS = new Set([
  '*',
  'aws',
  'aws-cn',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-us-gov',
]);
