/** By their names in the TIFF 6.0 specification. https://exiftool.org/TagNames/EXIF.html */
export const tiffTag = {
  newSubfileType: 0xfe,
  subfileType: 0xff,
  imageWidth: 0x100,
  imageHeight: 0x101,
  bitsPerSample: 0x102,
  photometric: 0x106,
  samplesPerPixel: 0x115,
  subDirectories: 0x14a,
  extraSamples: 0x152,
  jpegThumbnail: 0x201,
} as const;
