// Makes those archives in archive/ for which no program is at hand; called by make-archive.sh.
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

const save = (name, bytes) => writeFileSync(new URL(`archive/${name}`, import.meta.url), bytes);
const zip = (parts) =>
  zipSync(Object.fromEntries(parts.map((name) => [name, strToU8(`<${name}>`)])), {
    mtime: '2020-01-01T00:00:00Z',
  });
const little = (...fields) =>
  Buffer.concat(
    fields.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      if (width === 8) bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );

save('program.jar', zip(['META-INF/MANIFEST.MF', 'com/example/Main.class']));
save('program.apk', zip(['AndroidManifest.xml', 'classes.dex']));
save('comic.cbz', zip(['001.jpg', '002.jpg']));
save('talk.key', zip(['Index/Document.iwa', 'Index/Slide.iwa']));
save('place.kmz', zip(['doc.kml']));

/** A zip whose sizes and places all stand in the fields for large ones. */
function zip64(name, content) {
  const checksum = crc32(content);
  const local = Buffer.concat([
    little(
      [4, 0x04034b50],
      [2, 45],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, checksum],
      [4, content.length],
      [4, content.length],
    ),
    little([2, name.length], [2, 0]),
    Buffer.from(name),
    content,
  ]);
  const directory = Buffer.concat([
    little(
      [4, 0x02014b50],
      [2, 45],
      [2, 45],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, checksum],
      [4, 0xffffffff],
      [4, 0xffffffff],
    ),
    little([2, name.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, 0xffffffff]),
    Buffer.from(name),
    little([2, 1], [2, 24], [8, content.length], [8, content.length], [8, 0]),
  ]);
  const end = Buffer.concat([
    little([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, 1], [8, 1]),
    little([8, directory.length], [8, local.length]),
    little([4, 0x07064b50], [4, 0], [8, local.length + directory.length], [4, 1]),
    little(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, 0xffff],
      [2, 0xffff],
      [4, 0xffffffff],
      [4, 0xffffffff],
      [2, 0],
    ),
  ]);
  return Buffer.concat([local, directory, end]);
}
save('large-fields.zip', zip64('hello.txt', Buffer.from('hello\n')));

function rar4Block(type, flags, fields, content = Buffer.alloc(0)) {
  const rest = Buffer.concat([little([1, type], [2, flags], [2, 7 + fields.length]), fields]);
  return Buffer.concat([little([2, crc32(rest) & 0xffff]), rest, content]);
}
function rar4File(name, flags, content) {
  const fields = [
    [4, content.length],
    [4, content.length],
    [1, 3],
    [4, crc32(content)],
    [4, 0x50210000],
  ];
  const file = little(...fields, [1, 20], [1, 0x30], [2, name.length], [4, 0x81a4]);
  return rar4Block(0x74, 0x8000 | flags, Buffer.concat([file, Buffer.from(name)]), content);
}
save(
  'old.rar',
  Buffer.concat([
    Buffer.from('Rar!\x1a\x07\0', 'latin1'),
    rar4Block(0x73, 0, Buffer.alloc(6)),
    rar4File('hello.txt', 0, Buffer.from('hello\n')),
    rar4File('world.txt', 4, Buffer.from('world!\n')),
    rar4File('folder', 0xe0, Buffer.alloc(0)),
    rar4Block(0x7b, 0x4000, Buffer.alloc(0)),
  ]),
);
save(
  'locked.rar',
  Buffer.concat([
    Buffer.from('Rar!\x1a\x07\0', 'latin1'),
    rar4Block(0x73, 0x80, Buffer.alloc(6)),
    Buffer.alloc(64, 7),
  ]),
);

function rar5Block(fields, content = Buffer.alloc(0)) {
  const header = Buffer.concat([Buffer.from([fields.length]), fields]);
  return Buffer.concat([little([4, crc32(header)]), header, content]);
}
function rar5File(name, fileFlags, content) {
  const head = [2, content.length > 0 ? 2 : 0, ...(content.length > 0 ? [content.length] : [])];
  const file = [
    fileFlags,
    content.length,
    0o644 & 0x7f,
    ...(fileFlags & 4 ? [...little([4, crc32(content)])] : []),
    0,
    1,
    name.length,
  ];
  return rar5Block(Buffer.from([...head, ...file, ...Buffer.from(name)]), content);
}
save(
  'new.rar',
  Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    rar5Block(Buffer.from([1, 0, 0])),
    rar5File('hello.txt', 4, Buffer.from('hello\n')),
    rar5File('folder', 1, Buffer.alloc(0)),
    rar5Block(Buffer.from([5, 0, 0])),
  ]),
);

const cabFile = (name, bytes, offset) =>
  Buffer.concat([
    little([4, bytes], [4, offset], [2, 0], [2, 0x5021], [2, 0], [2, 0x20]),
    Buffer.from(`${name}\0`),
  ]);
const cabFiles = Buffer.concat([cabFile('hello.txt', 6, 0), cabFile('world.txt', 7, 6)]);
const cabContent = Buffer.from('hello\nworld!\n');
const cabData = 44 + cabFiles.length;
save(
  'two.cab',
  Buffer.concat([
    Buffer.from('MSCF'),
    little(
      [4, 0],
      [4, cabData + 8 + cabContent.length],
      [4, 0],
      [4, 44],
      [4, 0],
      [1, 3],
      [1, 1],
      [2, 1],
      [2, 2],
    ),
    little([2, 0], [2, 1], [2, 0], [4, cabData], [2, 1], [2, 0]),
    cabFiles,
    little([4, 0], [2, cabContent.length], [2, cabContent.length]),
    cabContent,
  ]),
);

const hex = (value) => value.toString(16).padStart(8, '0');
function newCpio(name, mode, content) {
  const fields = [1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0];
  const pad = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  return Buffer.concat([pad(Buffer.from(`070701${fields.map(hex).join('')}${name}\0`)), pad(content)]);
}
const octal = (value, digits) => value.toString(8).padStart(digits, '0');
function oldCpio(name, mode, content) {
  const head = [0, 1, mode, 0, 0, 1, 0].map((value) => octal(value, 6)).join('');
  const fields = octal(0, 11) + octal(name.length + 1, 6) + octal(content.length, 11);
  return Buffer.concat([Buffer.from(`070707${head}${fields}${name}\0`), content]);
}
for (const [file, entry] of [
  ['new.cpio', newCpio],
  ['old.cpio', oldCpio],
]) {
  const entries = [
    entry('folder', 0o40755, Buffer.alloc(0)),
    entry('folder/hello.txt', 0o100644, Buffer.from('hello\n')),
    entry('TRAILER!!!', 0, Buffer.alloc(0)),
  ];
  save(file, Buffer.concat(entries));
}

const big = (...values) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, index * 4);
  });
  return bytes;
};
function rpmHeader(tags, values) {
  const index = Buffer.concat(tags.map((tag) => big(...tag)));
  return Buffer.concat([
    Buffer.from('8eade80100000000', 'hex'),
    big(tags.length, values.length),
    index,
    values,
  ]);
}
const rpmLead = Buffer.alloc(96);
Buffer.from('edabeedb03000000', 'hex').copy(rpmLead);
rpmLead.write('hello-1.0-1', 10);
rpmLead.writeUInt16BE(5, 78);
const rpmValues = Buffer.concat([big(4711), Buffer.from('Says hello\0a\0b\0c\0')]);
save(
  'hello.rpm',
  Buffer.concat([
    rpmLead,
    rpmHeader([[1000, 4, 0, 1]], Buffer.alloc(8)),
    rpmHeader(
      [
        [1004, 9, 4, 1],
        [1009, 4, 0, 1],
        [1117, 8, 15, 3],
      ],
      rpmValues,
    ),
  ]),
);
