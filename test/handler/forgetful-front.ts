import { frontOf } from '../front.ts';
import type { TestServer } from '../server.ts';

/** A way to the AWS at `behind` on which S3 answers every HEAD with 404 unless it names a version. */
export async function forgetfulFrontOf(behind: string): Promise<TestServer> {
  return await frontOf(behind, async (incoming, response) => {
    if (incoming.method === 'HEAD' && !incoming.url?.includes('versionId=')) response.writeHead(404).end();
  });
}
