import type { Details } from '../../handler/extract/details.ts';
import { durationText } from '../report/duration.ts';
import { plural } from '../report/format.ts';

/** What is inside a file in a few words: `4032×3024`, `12 pages`, `1:02:03`, `3 columns`. Empty when nothing tells. */
export function gist(details: Details | undefined): string {
  if (details === undefined) return '';
  const { document = {}, video, image, audio, table, archive, mail, font, text } = details;
  const { pages, slides, sheets } = document;
  const told = [
    slides !== undefined && plural(slides, 'slide'),
    sheets !== undefined && plural(sheets, 'sheet'),
    pages !== undefined && plural(pages, 'page'),
    video !== undefined && moving(video),
    size(image),
    audio?.durationSeconds !== undefined && durationText(audio.durationSeconds),
    table?.columns !== undefined && plural(table.columns, 'column'),
    mail?.subject,
    archive?.entries !== undefined && plural(archive.entries, 'entry', 'entries'),
    font?.family,
    text?.lines !== undefined && plural(text.lines, 'line'),
  ];
  return told.find((one) => typeof one === 'string' && one !== '') || '';
}

function moving({ durationSeconds, ...video }: NonNullable<Details['video']>): string {
  const duration = durationSeconds === undefined ? [] : [durationText(durationSeconds)];
  return [...duration, size(video) ?? []].flat().join(' ');
}

interface Sized {
  readonly widthPixels?: number;
  readonly heightPixels?: number;
}

function size({ widthPixels, heightPixels }: Sized = {}): string | undefined {
  return widthPixels === undefined || heightPixels === undefined
    ? undefined
    : `${widthPixels}×${heightPixels}`;
}
