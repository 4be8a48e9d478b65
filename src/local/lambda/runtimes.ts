import type { Runtime } from '@aws-sdk/client-lambda';
import { invalidParameter } from './lambda-error.ts';

/** Refuses a runtime that is unknown, that AWS has given up, or that cannot be run here. */
export function checkRuntime(runtime: Runtime): void {
  if (RUNNABLE.includes(runtime)) return;
  if (DEPRECATED.test(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    );
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${RUNNABLE.join(', ')}] or be a valid ARN`,
  );
}

/** The runtimes that AWS still creates functions for and that we can run. */
const RUNNABLE: readonly string[] = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

/** Those that it has given up. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const DEPRECATED =
  /^(nodejs|nodejs(4\.3|4\.3-edge|6\.10)|nodejs(8\.10|1[0-8]\.x)|python(2\.7|3\.[6-9])|java8|dotnetcore[123]\.[01]|dotnet6|ruby2\.[57]|go1\.x|provided)$/;
