import type { Readers } from '../reader.ts';
import { readIsoMedia } from './iso/read-iso-media.ts';
import { readMatroska } from './matroska/read-matroska.ts';

export const videoReaders: Readers = {
  'video/mp4': readIsoMedia,
  'video/quicktime': readIsoMedia,
  'video/x-m4v': readIsoMedia,
  'video/3gpp': readIsoMedia,
  'video/3gpp2': readIsoMedia,
  'audio/mp4': readIsoMedia,
  'audio/x-m4a': readIsoMedia,
  'video/matroska': readMatroska,
  'video/x-matroska': readMatroska,
  'video/webm': readMatroska,
  'audio/x-matroska': readMatroska,
  'audio/webm': readMatroska,
};
