import type { Readers } from '../reader.ts';
import { readFlac } from './flac/read-flac.ts';
import { readMpegAudio } from './mp3/read-mpeg-audio.ts';
import { readOgg } from './ogg/read-ogg.ts';
import { readAiff } from './riff/read-aiff.ts';
import { readWave } from './riff/read-wave.ts';
import { readWave64 } from './riff/read-wave64.ts';

export const audioReaders: Readers = {
  'application/ogg': readOgg,
  'audio/aiff': readAiff,
  'audio/flac': readFlac,
  'audio/mp2': readMpegAudio,
  'audio/mp3': readMpegAudio,
  'audio/mpeg': readMpegAudio,
  'audio/ogg': readOgg,
  'audio/ogg; codecs=opus': readOgg,
  'audio/wav': readWave,
  'audio/x-aiff': readAiff,
  'audio/x-flac': readFlac,
  'audio/x-w64': readWave64,
  'audio/x-wav': readWave,
  'video/ogg': readOgg,
};
