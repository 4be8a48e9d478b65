import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { numbersOfZip, readPdfInfo } from './tool-text.mjs';

const TOOLS = ['file', 'exiftool', 'ffprobe', 'mediainfo', 'pdfinfo', 'unzip'];
const BATCH = 100;
const PATIENCE_MS = 120_000;

/** Which of the tools this machine has. */
export function availableTools() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return new Set(TOOLS.filter((tool) => folders.some((folder) => isProgram(join(folder, tool)))));
}

/** What the tools say of every file: path → `{ file, exiftool, ffprobe, mediainfo, pdfinfo, unzip }`, each if asked. */
export async function askTools(paths, ours, tools) {
  const answers = new Map(paths.map((path) => [path, {}]));
  const batches = [];
  for (let at = 0; at < paths.length; at += BATCH) batches.push(paths.slice(at, at + BATCH));
  if (tools.has('file')) await inParallel(batches, (batch) => askFile(batch, answers));
  if (tools.has('exiftool')) await inParallel(batches, (batch) => askExiftool(batch, answers));
  await inParallel(paths, async (path) => {
    const answer = answers.get(path);
    const types = [
      answer.file,
      ours.get(path).description?.details?.mediaType,
      answer.exiftool?.['File:MIMEType'],
    ];
    const is = (pattern) => types.some((type) => pattern.test(type ?? ''));
    if (tools.has('pdfinfo') && is(/^application\/pdf$/)) answer.pdfinfo = await askPdfinfo(path);
    if (tools.has('ffprobe') && is(SOUND_OR_VIDEO)) answer.ffprobe = await askFfprobe(path);
    if (tools.has('mediainfo') && is(SOUND_OR_VIDEO)) answer.mediainfo = await askMediainfo(path);
    if (tools.has('unzip') && is(/^application\/zip$/))
      answer.unzip = numbersOfZip(await output('unzip', ['-Z', '-h', '-t', path]));
  });
  return answers;
}

const SOUND_OR_VIDEO = /^(audio|video)\/|^application\/(ogg|vnd\.rn-realmedia|mxf)/;

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
  'Title',
  'Author',
  'Creator',
  'Initial-creator',
  'Pages',
  'Slides',
  'FontFamily',
  'Subject',
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
