import type { Readers } from '../reader.ts';
import { readAsf } from './asf/read-asf.ts';
import { readFlv } from './flv/read-flv.ts';
import { readIsoMedia } from './iso/read-iso-media.ts';
import { readMatroska } from './matroska/read-matroska.ts';
import { readProgramStream } from './mpeg/read-program-stream.ts';
import { readTransportStream } from './mpeg/read-transport-stream.ts';
import { readAvi } from './read-avi.ts';

/** By the media types of libmagic, of file-type, and of file names. */
export const videoReaders: Readers = {
  'application/vnd.ms-asf': readAsf,
  'audio/mp4': readIsoMedia,
  'audio/webm': readMatroska,
  'audio/x-m4a': readIsoMedia,
  'audio/x-matroska': readMatroska,
  'audio/x-ms-asf': readAsf,
  'audio/x-ms-wma': readAsf,
  'video/3gpp': readIsoMedia,
  'video/3gpp2': readIsoMedia,
  'video/MP1S': readProgramStream,
  'video/MP2P': readProgramStream,
  'video/matroska': readMatroska,
  'video/mp2t': readTransportStream,
  'video/mp4': readIsoMedia,
  'video/mpeg': readProgramStream,
  'video/mpeg4-generic': readProgramStream,
  'video/mpv': readProgramStream,
  'video/quicktime': readIsoMedia,
  'video/vnd.avi': readAvi,
  'video/webm': readMatroska,
  'video/x-flv': readFlv,
  'video/x-m4v': readIsoMedia,
  'video/x-matroska': readMatroska,
  'video/x-ms-asf': readAsf,
  'video/x-ms-wmv': readAsf,
  'video/x-msvideo': readAvi,
};
