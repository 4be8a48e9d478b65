/** Reads numbers from bytes, of which there must be enough. */
export interface ByteOrder {
  uint16(bytes: Buffer, at: number): number;
  int16(bytes: Buffer, at: number): number;
  uint32(bytes: Buffer, at: number): number;
  int32(bytes: Buffer, at: number): number;
  /** Exact up to 2⁵³. */
  uint64(bytes: Buffer, at: number): number;
  float(bytes: Buffer, at: number): number;
  double(bytes: Buffer, at: number): number;
}

export const littleEndian: ByteOrder = {
  uint16: (bytes, at) => bytes.readUInt16LE(at),
  int16: (bytes, at) => bytes.readInt16LE(at),
  uint32: (bytes, at) => bytes.readUInt32LE(at),
  int32: (bytes, at) => bytes.readInt32LE(at),
  uint64: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  float: (bytes, at) => bytes.readFloatLE(at),
  double: (bytes, at) => bytes.readDoubleLE(at),
};

export const bigEndian: ByteOrder = {
  uint16: (bytes, at) => bytes.readUInt16BE(at),
  int16: (bytes, at) => bytes.readInt16BE(at),
  uint32: (bytes, at) => bytes.readUInt32BE(at),
  int32: (bytes, at) => bytes.readInt32BE(at),
  uint64: (bytes, at) => Number(bytes.readBigUInt64BE(at)),
  float: (bytes, at) => bytes.readFloatBE(at),
  double: (bytes, at) => bytes.readDoubleBE(at),
};
