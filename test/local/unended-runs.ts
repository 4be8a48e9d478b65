import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

/**
 * What each environment of a function logged last that is at work: starting, or running an event. While there is one, a
 * clock that leaps would take the time from it that the function has.
 */
export async function unendedRuns(logs: CloudWatchLogsClient, functionName: string): Promise<string[]> {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
  );
  const last = new Map(events.map(({ logStreamName, message = '' }) => [logStreamName, message]));
  return [...last.values()].filter((message) => !message.startsWith('REPORT'));
}
