import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { numbersOfTar, numbersOfZip, readPdfInfo, sheetsListed, slidesListed } from './tool-text.mjs';

const TOOLS = ['file', 'exiftool', 'ffprobe', 'mediainfo', 'pdfinfo', 'tar', 'unzip'];
const BATCH = 100;
const PATIENCE_MS = 120_000;

/** Which of the tools this machine has. */
export function availableTools() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return new Set(TOOLS.filter((tool) => folders.some((folder) => isProgram(join(folder, tool)))));
}

/** What the tools say of every file: path → `{ file, exiftool, ffprobe, mediainfo, pdfinfo, tar, unzip }`, each if asked. */
export async function askTools(paths, ours, tools) {
  const answers = new Map(paths.map((path) => [path, {}]));
  const batches = [];
  for (let at = 0; at < paths.length; at += BATCH) batches.push(paths.slice(at, at + BATCH));
  if (tools.has('file')) await inParallel(batches, (batch) => askFile(batch, answers));
  if (tools.has('exiftool')) await inParallel(batches, (batch) => askExiftool(batch, answers));
  await inParallel(paths, (path) => askEach(path, ours.get(path), answers.get(path), tools));
  return answers;
}

const SOUND_OR_VIDEO = /^(audio|video)\/|^application\/(ogg|vnd\.rn-realmedia|mxf)/;

/** The tools that are asked about one file at a time, and only about those that some tool takes for their kind. */
const QUESTIONS = [
  { tool: 'pdfinfo', about: /^application\/pdf$/, ask: askPdfinfo },
  { tool: 'ffprobe', about: SOUND_OR_VIDEO, ask: askFfprobe },
  { tool: 'mediainfo', about: SOUND_OR_VIDEO, ask: askMediainfo },
  { tool: 'tar', about: /^application\/(gzip|x-tar)$/, ask: askTar },
  { tool: 'unzip', about: /^application\/zip$/, ask: askUnzip },
  { tool: 'unzip', about: /presentationml/, ask: askSlides, answered: 'unzip -p' },
  { tool: 'unzip', about: /spreadsheetml/, ask: askSheets, answered: 'unzip -p' },
];

async function askEach(path, mine, answer, tools) {
  const types = [answer.file, mine.description?.details?.mediaType, answer.exiftool?.['File:MIMEType']];
  for (const { tool, about, ask, answered = tool } of QUESTIONS) {
    const wanted = tools.has(tool) && types.some((type) => about.test(type ?? ''));
    if (wanted) answer[answered] = await ask(path);
  }
}

async function askUnzip(path) {
  return numbersOfZip(await output('unzip', ['-Z', '-h', '-t', path]));
}

async function askTar(path) {
  const options = ['--numeric-owner', '--quoting-style=escape'];
  return numbersOfTar(await output('tar', ['-t', '-v', '-f', path, ...options]));
}

async function askSlides(path) {
  return { slides: slidesListed(await output('unzip', ['-p', path, 'ppt/presentation.xml'])) };
}

async function askSheets(path) {
  return { sheets: sheetsListed(await output('unzip', ['-p', path, 'xl/workbook.xml'])) };
}

async function askFile(batch, answers) {
  const lines = (await output('file', ['--brief', '--mime-type', '--', ...batch])).split('\n');
  batch.forEach((path, at) => {
    answers.get(path).file = lines[at];
  });
}

const TAGS = [
  'MIMEType',
  'ImageWidth',
  'ImageHeight',
  'Make',
  'Model',
  'DateTimeOriginal',
  'CreateDate',
  'GPSLatitude',
  'GPSLongitude',
  'GPSAltitude',
  'Orientation',
  'LensModel',
  'ExposureTime',
  'FNumber',
  'ISO',
  'FocalLength',
  'FocalLengthIn35mmFormat',
  'BitDepth',
  'BitsPerSample',
  'Rating',
  'Title',
  'Author',
  'Creator',
  'Initial-creator',
  'Pages',
  'Slides',
  'FontFamily',
  'Subject',
  'Keywords',
  'Keyword',
  'LastModifiedBy',
  'Creation-date',
  'ModifyDate',
  'Date',
  'Words',
  'Document-statisticWord-count',
  'Document-statisticPage-count',
  'Document-statisticTable-count',
];

async function askExiftool(batch, answers) {
  const tags = TAGS.map((tag) => `-${tag}`);
  const text = await output('exiftool', [
    '-json',
    '-n',
    '-G0',
    '-charset',
    'filename=utf8',
    ...tags,
    '--',
    ...batch,
  ]);
  for (const { SourceFile, ...told } of parsed(text) ?? []) {
    if (answers.has(SourceFile)) answers.get(SourceFile).exiftool = told;
  }
}

async function askFfprobe(path) {
  return parsed(
    await output('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path]),
  );
}

async function askMediainfo(path) {
  return parsed(await output('mediainfo', ['--Output=JSON', path]))?.media?.track;
}

async function askPdfinfo(path) {
  return readPdfInfo(await output('pdfinfo', ['-isodates', path]));
}

/** What a tool printed; a complaint and a bad exit still leave what it said before. */
function output(tool, args) {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 256 * 1024 * 1024, timeout: PATIENCE_MS };
    execFile(tool, args, limits, (_error, stdout) => resolve(stdout));
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function inParallel(items, visit) {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await visit(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
