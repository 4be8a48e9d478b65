/** What a CloudWatch alarm publishes, as far as its mail tells it. */
interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription?: string | null;
  readonly AWSAccountId: string;
  readonly NewStateValue: string;
  readonly NewStateReason: string;
  readonly OldStateValue: string;
  readonly StateChangeTime: string;
  readonly Region: string;
  readonly AlarmArn: string;
}

/** The mail that SNS makes of an alarm's message; undefined when the message is no alarm's. */
export function alarmMail(message: string): string | undefined {
  const alarm = readAlarm(message);
  if (alarm === undefined) return undefined;
  const { AlarmName: name, NewStateValue: state, Region: region } = alarm;
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${region} region has entered the ${state} state, because "${alarm.NewStateReason}" at "${alarm.StateChangeTime}".`,
    '',
    'Alarm Details:',
    `- Name:                       ${name}`,
    `- Description:                ${alarm.AlarmDescription ?? ''}`,
    `- State Change:               ${alarm.OldStateValue} -> ${state}`,
    `- Reason for State Change:    ${alarm.NewStateReason}`,
    `- Timestamp:                  ${alarm.StateChangeTime}`,
    `- AWS Account:                ${alarm.AWSAccountId}`,
    `- Alarm Arn:                  ${alarm.AlarmArn}`,
    '',
  ].join('\n');
}

function readAlarm(message: string): AlarmMessage | undefined {
  try {
    const value: unknown = JSON.parse(message);
    const isAlarm =
      typeof value === 'object' && value !== null && 'AlarmArn' in value && 'AlarmName' in value;
    return isAlarm ? (value as AlarmMessage) : undefined;
  } catch {
    return undefined;
  }
}
