/** The `aws` command that removes a thing by its ARN; undefined for kinds that filepipe never made. */
export function manualRemoval(arn: string): string | undefined {
  const [, , service = '', region = '', , ...rest] = arn.split(':');
  const command = commands[service]?.(rest.join(':'), arn);
  return command === undefined ? undefined : `aws ${command}${region === '' ? '' : ` --region ${region}`}`;
}

type Command = (resource: string, arn: string) => string | undefined;

const commands: Readonly<Record<string, Command>> = {
  s3: (bucket) => `s3 rb --force s3://${bucket}`,
  dynamodb: (resource) => `dynamodb delete-table --table-name ${afterFirst(resource, '/')}`,
  lambda: (resource) => `lambda delete-function --function-name ${afterFirst(resource, ':')}`,
  sqs: (_resource, arn) =>
    `sqs delete-queue --queue-url "$(aws sqs get-queue-url --query QueueUrl --output text --queue-name ${lastOf(arn)})"`,
  sns: (_resource, arn) => `sns delete-topic --topic-arn ${arn}`,
  logs: (resource) =>
    `logs delete-log-group --log-group-name ${afterFirst(resource, ':').replace(/:\*$/, '')}`,
  cloudwatch: (resource) => `cloudwatch delete-alarms --alarm-names ${afterFirst(resource, ':')}`,
  apigateway(resource) {
    const [, kind, id = '', , stage] = resource.split('/');
    if (kind === 'restapis' && stage === undefined) return `apigateway delete-rest-api --rest-api-id ${id}`;
    if (kind === 'restapis') return `apigateway delete-stage --rest-api-id ${id} --stage-name ${stage}`;
    if (kind === 'apikeys') return `apigateway delete-api-key --api-key ${id}`;
    return kind === 'usageplans' ? `apigateway delete-usage-plan --usage-plan-id ${id}` : undefined;
  },
};

function afterFirst(text: string, separator: string): string {
  return text.slice(text.indexOf(separator) + 1);
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
