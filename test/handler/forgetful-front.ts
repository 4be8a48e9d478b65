import { type Front, frontOf } from '../front.ts';

/** A way to the AWS at `behind` on which S3 answers every HEAD with 404 unless it names a version. */
export async function forgetfulFrontOf(behind: string): Promise<Front> {
  return await frontOf(behind, async (incoming, response) => {
    if (incoming.method === 'HEAD' && !incoming.url?.includes('versionId=')) response.writeHead(404).end();
  });
}
