import type { Signature } from '../signature.ts';

/** What game consoles load, by the names that desktops have for it. */
export const gameSignatures: readonly Signature[] = [
  ['application/x-nintendo-nes-rom', 0, 'NES\x1a'],
  ['application/x-fds-disk', 0, 'FDS\x1a'],
  ['application/x-fds-disk', 0, '\x01*NINTENDO-HVC*'],
  ['application/x-n64-rom', 0, '\x80\x37\x12\x40'],
  ['application/x-n64-rom', 0, '\x37\x80\x40\x12'],
  ['application/x-n64-rom', 0, '\x40\x12\x37\x80'],
  ['application/x-gameboy-rom', 0x104, '\xce\xed\x66\x66\xcc\x0d\0\x0b'],
  ['application/x-gba-rom', 4, '\x24\xff\xae\x51\x69\x9a\xa2\x21'],
  ['application/x-sega-cd-rom', 0, 'SEGADISCSYSTEM'],
  ['application/x-sega-cd-rom', 16, 'SEGADISCSYSTEM'],
  ['application/x-saturn-rom', 0, 'SEGA SEGASATURN '],
  ['application/x-saturn-rom', 16, 'SEGA SEGASATURN '],
  ['application/x-dreamcast-rom', 0, 'SEGA SEGAKATANA '],
  ['application/x-dreamcast-rom', 16, 'SEGA SEGAKATANA '],
  ['application/x-genesis-32x-rom', 0x100, 'SEGA 32X'],
  ['application/x-sega-pico-rom', 0x100, 'SEGA PICO'],
  ['application/x-genesis-rom', 0x100, 'SEGA '],
  ['application/x-genesis-rom', 0x100, ' SEGA'],
  ['application/x-neo-geo-pocket-rom', 0, 'COPYRIGHT BY SNK CORPORATION'],
  ['application/x-neo-geo-pocket-rom', 0, ' LICENSED BY SNK CORPORATION'],
  ['application/x-atari-lynx-rom', 0, 'LYNX\0'],
  ['application/x-atari-7800-rom', 1, 'ATARI7800'],
];
