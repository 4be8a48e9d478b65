import type {
  Architecture,
  FunctionConfiguration,
  FunctionEventInvokeConfig,
  LoggingConfig,
  Runtime,
  TracingMode,
} from '@aws-sdk/client-lambda';
import type { FormerPolicy } from './former-policies.ts';
import { lifecycleOf } from './function-lifecycle.ts';
import { functionArn } from './function-name.ts';
import type { Statement } from './resource-policy.ts';

/** A function as it is kept: everything but its code, which lies in a folder of its own. */
export interface FunctionRecord {
  readonly name: string;
  readonly settings: FunctionSettings;
  readonly code: Code;
  /** Of code or settings. Milliseconds since the epoch. */
  readonly modified: number;
  /** Changes with every change of the function or its policy. */
  readonly revisionId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: readonly Statement[];
  /** Those replaced so lately that other services may still go by them, oldest first. */
  readonly formerPolicies?: readonly FormerPolicy[];
  readonly reservedConcurrency?: number;
  readonly eventInvoke?: EventInvokeSettings;
  /** When its creation is over. Milliseconds since the epoch; absent: at once. */
  readonly pendingUntil?: number;
  readonly update?: Update;
}

/** The last update, if it took time: when it is over, and what serves until then. */
export interface Update {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly settings: FunctionSettings;
  readonly code: Code;
}

export interface Code {
  /** Of the zip, in base64, as Lambda tells it. */
  readonly sha256: string;
  /** Of the zip. */
  readonly bytes: number;
}

/** What a caller sets about a function, in Lambda's own words. */
export interface FunctionSettings {
  readonly Runtime: Runtime;
  readonly Role: string;
  readonly Handler: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment?: { readonly Variables: Record<string, string> };
  readonly DeadLetterConfig?: { readonly TargetArn: string };
  readonly TracingConfig: { readonly Mode: TracingMode };
  readonly Architectures: Architecture[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly LoggingConfig: LoggingConfig & { readonly LogFormat: 'Text' | 'JSON'; readonly LogGroup: string };
}

export interface EventInvokeSettings
  extends Pick<
    FunctionEventInvokeConfig,
    'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'
  > {
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** The function as GetFunctionConfiguration tells it. */
export function toConfiguration(record: FunctionRecord, now: number): FunctionConfiguration {
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(record.name),
    ...record.settings,
    CodeSize: record.code.bytes,
    CodeSha256: record.code.sha256,
    Version: '$LATEST',
    LastModified: new Date(record.modified).toISOString().replace('Z', '+0000'),
    RevisionId: record.revisionId,
    PackageType: 'Zip',
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    ...lifecycleOf(record, now),
  };
}
