/** RC4, which OpenSSL no longer offers; encrypting and decrypting are the same. */
export function rc4(key: Buffer, data: Buffer): Buffer {
  const state = mixedState(key);
  const out = Buffer.alloc(data.length);
  let i = 0;
  let j = 0;
  for (const [at, byte] of data.entries()) {
    i = (i + 1) % 256;
    j = (j + at256(state, i)) % 256;
    swap(state, i, j);
    out[at] = byte ^ at256(state, at256(state, i) + at256(state, j));
  }
  return out;
}

function mixedState(key: Buffer): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    j = (j + at256(state, i) + (key[i % key.length] ?? 0)) % 256;
    swap(state, i, j);
  }
  return state;
}

function at256(state: Uint8Array, index: number): number {
  return state[index % 256] ?? 0;
}

function swap(state: Uint8Array, i: number, j: number): void {
  const kept = at256(state, i);
  state[i] = at256(state, j);
  state[j] = kept;
}
