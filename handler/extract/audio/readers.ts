import type { Readers } from '../reader.ts';
import { readFlac } from './flac/read-flac.ts';
import { readApe } from './lossless/read-ape.ts';
import { readTak } from './lossless/read-tak.ts';
import { readTta } from './lossless/read-tta.ts';
import { readWavPack } from './lossless/read-wavpack.ts';
import { readMpegAudio } from './mp3/read-mpeg-audio.ts';
import { readOgg } from './ogg/read-ogg.ts';
import { readAu } from './other/read-au.ts';
import { readCaf } from './other/read-caf.ts';
import { readDsdiff, readDsf } from './other/read-dsd.ts';
import { readMidi } from './other/read-midi.ts';
import { readModule } from './other/read-module.ts';
import { readMusepack } from './other/read-musepack.ts';
import { readRealAudio } from './other/read-real-audio.ts';
import { readVoc } from './other/read-voc.ts';
import { readAmr } from './raw/read-amr.ts';
import { readAc3, readAdts, readDts } from './raw/read-frames.ts';
import { readAiff } from './riff/read-aiff.ts';
import { readWave } from './riff/read-wave.ts';
import { readWave64 } from './riff/read-wave64.ts';

export const audioReaders: Readers = {
  'application/ogg': readOgg,
  'audio/AMR': readAmr,
  'audio/AMR-WB': readAmr,
  'audio/aac': readAdts,
  'audio/ac3': readAc3,
  'audio/basic': readAu,
  'audio/flac': readFlac,
  'audio/midi': readMidi,
  'audio/mpeg': readMpegAudio,
  'audio/ogg': readOgg,
  'audio/vnd.dolby.dd-raw': readAc3,
  'audio/vnd.dts': readDts,
  'audio/x-aiff': readAiff,
  'audio/x-ape': readApe,
  'audio/x-caf': readCaf,
  'audio/x-dff': readDsdiff,
  'audio/x-dsf': readDsf,
  'audio/x-it': readModule,
  'audio/x-mod': readModule,
  'audio/x-musepack': readMusepack,
  'audio/x-pn-realaudio': readRealAudio,
  'audio/x-s3m': readModule,
  'audio/x-tak': readTak,
  'audio/x-tta': readTta,
  'audio/x-voc': readVoc,
  'audio/x-w64': readWave64,
  'audio/x-wav': readWave,
  'audio/x-wavpack': readWavPack,
  'audio/x-xm': readModule,
  'video/ogg': readOgg,
};
