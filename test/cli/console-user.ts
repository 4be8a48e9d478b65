import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { allClients } from '../../src/clients.ts';
import { clickTogether } from '../adopt/console-pipeline.ts';
import { localUser } from './local-user.ts';

/** A user whose embedded AWS has the walkthrough's pipeline in it, under names of their own. */
export async function userWithConsolePipeline() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  const env = JSON.parse((await user.filepipe(['local', 'env', '--json'])).stdout);
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
  };
  const clients = await allClients({
    label: 'local',
    region: 'us-east-1',
    accountId: '000000000000',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    endpoint: env.AWS_ENDPOINT_URL,
    credentials: async () => credentials,
  });
  const made = await clickTogether(clients, {
    functionName: 'Keeper',
    tableName: 'Catalogue',
    variables: { TABLE_NAME: 'Catalogue' },
  });
  const row = { filename: 'older.txt', size: 10, uploadTime: '2026-01-02T03:04:05Z', bucket: made.bucket };
  await clients.dynamodb.send(new PutItemCommand({ TableName: 'Catalogue', Item: marshall(row) }));
  for (const client of Object.values(clients)) client.destroy();
  return { ...user, made };
}
