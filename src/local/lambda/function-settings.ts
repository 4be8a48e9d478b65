import type {
  CreateFunctionRequest,
  LoggingConfig,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { checkConstraints } from '../constraints.ts';
import { ACCOUNT_ID } from '../credentials.ts';
import type { RoleStore } from '../internal.ts';
import { checkVariables } from './environment-variables.ts';
import type { FunctionSettings } from './function-record.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';
import { checkRuntime } from './runtimes.ts';
import { refuseUnsupported } from './unsupported.ts';

/** The settings of a new function; what its creator leaves out has Lambda's own default. */
export function createSettings(
  name: string,
  input: CreateFunctionRequest,
  roles: RoleStore,
): FunctionSettings {
  const { Runtime, Handler, Role = '' } = input;
  if (Runtime === undefined || Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const defaults: FunctionSettings = {
    Runtime,
    Role,
    Handler,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    TracingConfig: { Mode: 'PassThrough' },
    Architectures: input.Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: 512 },
    LoggingConfig: loggingConfig(name, undefined),
  };
  return changeSettings(name, defaults, input, roles);
}

/** The settings with those replaced that `input` has; refused as a whole when one of them is wrong. */
export function changeSettings(
  name: string,
  settings: FunctionSettings,
  input: SettingsInput,
  roles: RoleStore,
): FunctionSettings {
  checkInput(input, roles);
  return {
    Runtime: input.Runtime ?? settings.Runtime,
    Role: input.Role ?? settings.Role,
    Handler: input.Handler ?? settings.Handler,
    Description: input.Description ?? settings.Description,
    Timeout: input.Timeout ?? settings.Timeout,
    MemorySize: input.MemorySize ?? settings.MemorySize,
    TracingConfig: { Mode: input.TracingConfig?.Mode ?? settings.TracingConfig.Mode },
    Architectures: settings.Architectures,
    EphemeralStorage: { Size: input.EphemeralStorage?.Size ?? settings.EphemeralStorage.Size },
    LoggingConfig: input.LoggingConfig ? loggingConfig(name, input.LoggingConfig) : settings.LoggingConfig,
    ...environmentOf(settings, input),
    ...deadLetterOf(settings, input),
  };
}

/** What creating and updating have in common. */
type SettingsInput = Omit<Partial<CreateFunctionRequest>, 'Code'> &
  Partial<UpdateFunctionConfigurationRequest>;

function checkInput(input: SettingsInput, roles: RoleStore): void {
  checkMembers(input);
  refuseUnsupported(input);
  if (input.Runtime !== undefined) checkRuntime(input.Runtime);
  if (input.MemorySize !== undefined && input.MemorySize > 10_240) {
    throw lambdaError(
      'ValidationException',
      "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240",
      { status: 400 },
    );
  }
  if (input.Role !== undefined) checkRole(input.Role, roles);
}

function checkMembers(input: SettingsInput): void {
  checkConstraints('ValidationException', {
    timeout: [input.Timeout, { max: 900 }],
  });
}

function checkRole(role: string, roles: RoleStore): void {
  if (role.split(':')[4] !== ACCOUNT_ID) {
    throw lambdaError('AccessDeniedException', 'Cross-account pass role is not allowed.', { status: 403 });
  }
  if (roles.assumeForService(role, 'lambda.amazonaws.com', 'validation') === undefined) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

/** An empty set of variables takes away those that there were. */
function environmentOf(settings: FunctionSettings, { Environment: given }: SettingsInput) {
  if (given === undefined) return settings.Environment && { Environment: settings.Environment };
  const variables = given.Variables ?? {};
  checkVariables(variables);
  return Object.keys(variables).length > 0 && { Environment: { Variables: variables } };
}

/** An empty ARN takes away what there was. */
function deadLetterOf(settings: FunctionSettings, { DeadLetterConfig: given }: SettingsInput) {
  if (given?.TargetArn === undefined)
    return settings.DeadLetterConfig && { DeadLetterConfig: settings.DeadLetterConfig };
  const { TargetArn } = given;
  if (TargetArn === '') return undefined;
  if (!/^arn:[^:]+:(?:sqs|sns):[^:]+:\d{12}:[^:]+$/.test(TargetArn)) {
    throw invalidParameter(
      `Dead letter queue ARN ${TargetArn} is invalid: it must be an SQS queue or SNS topic`,
    );
  }
  return { DeadLetterConfig: { TargetArn } };
}

function loggingConfig(name: string, given: LoggingConfig | undefined): FunctionSettings['LoggingConfig'] {
  const {
    LogFormat = 'Text',
    LogGroup = `/aws/lambda/${name}`,
    ApplicationLogLevel,
    SystemLogLevel,
  } = given ?? {};
  if (LogFormat === 'JSON') {
    return {
      LogFormat,
      LogGroup,
      ApplicationLogLevel: ApplicationLogLevel ?? 'INFO',
      SystemLogLevel: SystemLogLevel ?? 'INFO',
    };
  }
  if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined) {
    throw invalidParameter('To set a log level, the log format must be JSON.');
  }
  return { LogFormat, LogGroup };
}
