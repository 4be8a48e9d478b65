import { expect, it } from 'vitest';
import { manualRemoval } from '../../../src/provision/manual-removal.ts';

it.each([
  ['arn:aws:s3:::the-bucket', 'aws s3 rb --force s3://the-bucket'],
  ['arn:aws:dynamodb:eu-west-1:1:table/T', 'aws dynamodb delete-table --table-name T --region eu-west-1'],
  [
    'arn:aws:lambda:eu-west-1:1:function:F',
    'aws lambda delete-function --function-name F --region eu-west-1',
  ],
  [
    'arn:aws:logs:eu-west-1:1:log-group:/a/b:*',
    'aws logs delete-log-group --log-group-name /a/b --region eu-west-1',
  ],
  [
    'arn:aws:cloudwatch:eu-west-1:1:alarm:A',
    'aws cloudwatch delete-alarms --alarm-names A --region eu-west-1',
  ],
  [
    'arn:aws:apigateway:eu-west-1::/restapis/x',
    'aws apigateway delete-rest-api --rest-api-id x --region eu-west-1',
  ],
  ['arn:aws:ec2:eu-west-1:1:instance/i', undefined],
])('%s is removed by: %s', (arn, command) => {
  expect(manualRemoval(arn)).toBe(command);
});
