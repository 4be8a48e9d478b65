import type { Readers } from '../reader.ts';
import { readAsf } from './asf/read-asf.ts';
import { readFlv } from './flv/read-flv.ts';
import { readIsoMedia } from './iso/read-iso-media.ts';
import { readMatroska } from './matroska/read-matroska.ts';
import { readProgramStream } from './mpeg/read-program-stream.ts';
import { readTransportStream } from './mpeg/read-transport-stream.ts';
import { readMxf } from './mxf/read-mxf.ts';
import { readAvi } from './read-avi.ts';
import { readDv } from './read-dv.ts';
import { readFlic } from './read-flic.ts';
import { readIvf } from './read-ivf.ts';
import { readRealMedia } from './read-real-media.ts';
import { readShockwave } from './read-shockwave.ts';

export const videoReaders: Readers = {
  'application/mxf': readMxf,
  'application/vnd.rn-realmedia': readRealMedia,
  'application/x-shockwave-flash': readShockwave,
  'audio/mp4': readIsoMedia,
  'audio/x-m4a': readIsoMedia,
  'video/3gpp': readIsoMedia,
  'video/3gpp2': readIsoMedia,
  'video/MP2T': readTransportStream,
  'video/mj2': readIsoMedia,
  'video/mp4': readIsoMedia,
  'video/mpeg': readProgramStream,
  'video/quicktime': readIsoMedia,
  'video/webm': readMatroska,
  'video/x-dv': readDv,
  'video/x-flc': readFlic,
  'video/x-fli': readFlic,
  'video/x-flv': readFlv,
  'video/x-ivf': readIvf,
  'video/x-m4v': readIsoMedia,
  'video/x-matroska': readMatroska,
  'video/x-ms-asf': readAsf,
  'video/x-msvideo': readAvi,
};
