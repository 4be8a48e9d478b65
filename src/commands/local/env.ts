import { localAws } from '../../local-aws.ts';
import { command } from '../command.ts';

export const env = command({
  examples: [
    ['eval "$(filepipe local env)"', 'let other tools of this shell talk to the embedded AWS'],
    ['aws s3 ls', 'for instance the AWS CLI'],
  ],
  async run({ options, env, terminal }) {
    const local = await localAws(env, options.dataDir).running();
    const variables = {
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_REGION: local.region,
      AWS_DEFAULT_REGION: local.region,
      AWS_ACCESS_KEY_ID: local.accessKeyId,
      AWS_SECRET_ACCESS_KEY: local.secretAccessKey,
    };
    const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
    // A profile would win over the keys, and a session token would not fit them.
    const script = [...lines, 'unset AWS_PROFILE AWS_SESSION_TOKEN'].join('\n');
    await terminal.out.write(`${terminal.json ? JSON.stringify(variables) : script}\n`);
    return 0;
  },
});
