import { type LogicalStream, readLogicalStream } from './logical-stream.ts';
import { type Page, readPage } from './page.ts';

const MAX_PAGES = 40_000;

/** The pages in the bytes, wherever the first of them begins. */
export function* pagesIn(bytes: Buffer): Generator<Page> {
  let at = bytes.indexOf('OggS');
  for (let count = 0; at >= 0 && count < MAX_PAGES; count += 1) {
    const page = readPage(bytes, at);
    if (page !== undefined) yield page;
    at = bytes.indexOf('OggS', at + 4);
  }
}

/** The first packet in a page, or what the page has of it. */
export function firstPacket(bytes: Buffer, { content, packets: [length = 0] }: Page): Buffer {
  return bytes.subarray(content, content + length);
}

/** How long all recordings of a chain (RFC 3533, 4) last one after the other, each of which begins at zero again. */
export function chainedSeconds(bytes: Buffer): number {
  const streams = new Map<number, LogicalStream>();
  let before = 0;
  let latest = 0;
  for (const page of pagesIn(bytes)) {
    if (page.begins && latest > 0) {
      before += latest;
      latest = 0;
      streams.clear();
    }
    const stream = page.begins ? readLogicalStream(firstPacket(bytes, page)) : undefined;
    if (stream !== undefined) streams.set(page.serial, stream);
    else if (page.granule !== undefined)
      latest = Math.max(latest, streams.get(page.serial)?.secondsAt(page.granule) ?? 0);
  }
  return before + latest;
}
