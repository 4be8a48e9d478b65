import { parseHeaders } from './mail-headers.ts';

const MAX_BOUNDARIES = 100;
/** Of one part's headers. */
const MAX_PART_HEADERS = 16 * 1024;

/** How many parts of a message are files that are attached to it: those that say so, and named ones that are not shown inline. */
export function countAttachments(message: string): number {
  const boundaries = new Set<string>();
  let attachments = 0;
  const readPart = (at: number) => {
    const headers = parseHeaders(message.slice(at, at + MAX_PART_HEADERS));
    const type = headers.get('content-type') ?? '';
    const boundary = parameterOf(type, 'boundary');
    if (/^multipart\//iu.test(type) && boundary !== undefined && boundaries.size < MAX_BOUNDARIES)
      boundaries.add(boundary);
    else if (isAttached(headers.get('content-disposition') ?? '', type)) attachments += 1;
  };
  readPart(0);
  for (let at = message.indexOf('\n--'); at >= 0; at = message.indexOf('\n--', at + 3)) {
    const end = message.indexOf('\n', at + 3);
    if (end < 0) break;
    if (boundaries.has(message.slice(at + 3, end).trimEnd())) readPart(end + 1);
  }
  return attachments;
}

function isAttached(disposition: string, type: string): boolean {
  if (/^attachment/iu.test(disposition)) return true;
  return !/^inline/iu.test(disposition) && parameterOf(type, 'name') !== undefined;
}

function parameterOf(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\*?=\\s*(?:"([^"]{0,200})"|([^\\s;]{1,200}))`, 'iu').exec(header);
  return match?.[1] ?? match?.[2];
}
