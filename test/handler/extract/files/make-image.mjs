// Makes the pictures that no tool at hand writes, byte by byte, in the current directory: see make-image.sh.
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const u8 = (...values) => Buffer.from(values);
const u16 = (value) => u8(value & 255, value >> 8);
const u32 = (value) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
const u16be = (value) => u16(value).reverse();
const u32be = (value) => u32(value).reverse();
const u64 = (value) => Buffer.concat([u32(value), u32(0)]);
const text = (value) => Buffer.from(value, 'latin1');
const join = (...parts) => Buffer.concat(parts);
const zeros = (length) => Buffer.alloc(length);

/** TIFF's types, with how one value of each is written. */
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const writers = { [SHORT]: u16, [LONG]: u32, [RATIONAL]: ([above, below]) => join(u32(above), u32(below)) };

function encoded([, type, value]) {
  if (type === UNDEFINED) return { count: value.length, bytes: value };
  if (type === ASCII) return { count: value.length + 1, bytes: text(`${value}\0`) };
  const values = Array.isArray(value) && (type !== RATIONAL || Array.isArray(value[0])) ? value : [value];
  return { count: values.length, bytes: join(...values.map(writers[type])) };
}

/** A directory of `[tag, type, value]`, written for a place in the file; what does not fit follows it. */
function directory(entries, at, next = 0) {
  let free = at + 2 + entries.length * 12 + 4;
  const rows = [];
  const behind = [];
  for (const entry of entries) {
    const { count, bytes } = encoded(entry);
    const short = bytes.length <= 4;
    rows.push(
      join(
        u16(entry[0]),
        u16(entry[1]),
        u32(count),
        short ? join(bytes, zeros(4 - bytes.length)) : u32(free),
      ),
    );
    if (short) continue;
    behind.push(bytes);
    free += bytes.length;
  }
  return join(u16(entries.length), ...rows, u32(next), ...behind);
}

/** A little-endian TIFF. `build` gets a function that places a directory and says where. */
function tiff(build, magic = 42, behindHeader = zeros(0)) {
  const parts = [];
  let at = 8 + behindHeader.length;
  const place = (entries, next) => {
    const start = at;
    const bytes = directory(entries, at, next);
    parts.push(bytes);
    at += bytes.length;
    return start;
  };
  const first = build(place);
  return join(text('II'), u16(magic), u32(first), behindHeader, ...parts);
}

const size = (width, height) => [
  [0x100, LONG, width],
  [0x101, LONG, height],
];
const camera = [
  [0x10f, ASCII, 'Tamarack'],
  [0x110, ASCII, 'T-100'],
];
const exif = [
  [0x829a, RATIONAL, [1, 125]],
  [0x8827, SHORT, 200],
  [0x9003, ASCII, '2020:01:02 03:04:05'],
];
const exifFile = () =>
  tiff((place) => {
    const details = place(exif);
    return place([...camera, [0x112, SHORT, 8], [0x8769, LONG, details]]);
  });

/** Raw files keep a thumbnail in the main directory and the picture in one below it. */
const negative = () =>
  tiff((place) => {
    const details = place(exif);
    const thumbnail = place([[0xfe, LONG, 1], ...size(16, 12)]);
    const picture = place([[0xfe, LONG, 0], ...size(400, 300), [0x102, SHORT, 14], [0x106, SHORT, 32803]]);
    const below = [0x14a, LONG, [thumbnail, picture]];
    return place([[0xfe, LONG, 1], ...size(40, 30), ...camera, below, [0x8769, LONG, details]]);
  });

/** Other makers' raw files: their own magic number, or something behind the header. The picture comes first. */
const raw = (magic, behindHeader = zeros(0)) => {
  const main = (details) => [...size(400, 300), ...camera, [0x8769, LONG, details]];
  const length = directory(main(0), 0).length;
  return tiff(
    (place) => {
      const first = place(main(8 + behindHeader.length + length));
      place(exif);
      return first;
    },
    magic,
    behindHeader,
  );
};

const pages = () =>
  tiff((place) => {
    const mask = place([[0xfe, LONG, 4], ...size(40, 30)]);
    const third = place([...size(60, 50)], mask);
    const second = place([[0xfe, LONG, 2], ...size(50, 40)], third);
    return place([...size(40, 30), [0x106, SHORT, 0]], second);
  });

/** BigTIFF: everything has 64 bits. */
const bigEntry = (tag, type, value) => join(u16(tag), u16(type), u64(1), u64(value));
const bigTiff = () =>
  join(
    ...[text('II'), u16(43), u16(8), u16(0), u64(16), u64(3)],
    ...[bigEntry(0x100, 4, 70_000), bigEntry(0x101, 16, 30), bigEntry(0x106, 3, 1), u64(0)],
  );

const jpegXr = () =>
  tiff(
    (place) =>
      place([
        [0xbc80, LONG, 40],
        [0xbc81, LONG, 30],
      ]),
    0x01bc,
  );

const box = (type, ...parts) => {
  const content = join(...parts);
  return join(u32be(content.length + 8), text(type), content);
};
const fullBox = (type, version, ...parts) => box(type, u8(version, 0, 0, 0), ...parts);

/** The picture out of an MP4 of one frame: how HEVC was used, and its bytes. */
function hevcFrame() {
  const file = readFileSync('hevc.mp4');
  const boxAt = (type) => {
    const at = file.indexOf(type) - 4;
    return file.subarray(at, at + file.readUInt32BE(at));
  };
  return { configuration: boxAt('hvcC'), bytes: boxAt('mdat').subarray(8) };
}

function heic() {
  const { configuration, bytes } = hevcFrame();
  const build = (offset) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, zeros(4), text('pict'), zeros(13)),
      fullBox('pitm', 0, u16be(1)),
      fullBox(
        'iloc',
        0,
        u8(0x44, 0),
        u16be(1),
        u16be(1),
        u16be(0),
        u16be(1),
        u32be(offset),
        u32be(bytes.length),
      ),
      fullBox('iinf', 0, u16be(1), fullBox('infe', 2, u16be(1), u16be(0), text('hvc1\0'))),
      box(
        'iprp',
        box(
          'ipco',
          fullBox('ispe', 0, u32be(64), u32be(48)),
          configuration,
          fullBox('pixi', 0, u8(3, 8, 8, 8)),
          box('irot', u8(1)),
          box('imir', u8(0)),
        ),
        fullBox('ipma', 0, u32be(1), u16be(1), u8(5, 1, 0x82, 3, 0x84, 0x85)),
      ),
    );
  const head = box('ftyp', text('heic'), u32be(0), text('mif1heic'));
  const offset = head.length + build(0).length + 8;
  return join(head, build(offset), box('mdat', bytes));
}

const canonRaw = () => {
  const cmt1 = tiff((place) => place([...size(400, 300), ...camera]));
  const cmt2 = tiff((place) => place(exif));
  const cmt4 = tiff((place) => {
    const [degrees, minutes, seconds] = [
      [40, 1],
      [30, 1],
      [0, 1],
    ];
    return place([
      [1, ASCII, 'S'],
      [2, RATIONAL, [degrees, minutes, seconds]],
      [3, ASCII, 'W'],
      [4, RATIONAL, [degrees, minutes, seconds]],
    ]);
  });
  const uuid = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex');
  const canon = box('uuid', uuid, box('CMT1', cmt1), box('CMT2', cmt2), box('CMT4', cmt4));
  return join(
    box('ftyp', text('crx '), u32be(1), text('crx isom')),
    box('moov', canon),
    box('mdat', zeros(8)),
  );
};

/** A heap: values, then the directory, then where it lies. */
function heap(...values) {
  const rows = [];
  let at = 0;
  for (const [tag, bytes] of values) {
    rows.push(join(u16(tag), u32(bytes.length), u32(at)));
    at += bytes.length;
  }
  return join(...values.map(([, bytes]) => bytes), u16(values.length), ...rows, u32(at));
}
const canonHeaps = () =>
  join(
    ...[text('II'), u32(26), text('HEAPCCDR'), u32(0x10002), zeros(8)],
    heap([
      0x300a,
      heap(
        [0x080a, text('Canon\0T-20\0')],
        [0x180e, join(u32(Date.UTC(2003, 10, 10, 17, 39, 26) / 1000), zeros(8))],
        [0x1810, join(u32(400), u32(300), zeros(20))],
      ),
    ]),
  );

const minolta = () => {
  const block = (type, content) => join(text(`\0${type}`), u32be(content.length), content);
  const sizes = join(text('27820001'), u16be(320), u16be(420), u16be(300), u16be(400), zeros(8));
  const blocks = join(block('PRD', sizes), block('TTW', exifFile()));
  return join(text('\0MRM'), u32be(blocks.length), blocks);
};

const fuji = () => {
  const picture = readFileSync('camera.jpg');
  return join(
    text('FUJIFILMCCD-RAW 0201FF000000'),
    zeros(56),
    u32be(100),
    u32be(picture.length),
    zeros(8),
    picture,
  );
};

const bitmap = (header) => join(text('BM'), u32(54), u32(0), u32(54), header);
const resource = (number, content) =>
  join(text('8BIM'), u16be(number), u16be(0), u32be(content.length), content);
const photoshop = (version) => {
  const head = [u16be(version), zeros(6), u16be(4), u32be(30), u32be(40), u16be(16), u16be(4)];
  const notes = version === 1 ? zeros(0) : resource(1058, exifFile());
  const layers = version === 1 ? u32be(0) : zeros(8);
  return join(
    text('8BPS'),
    ...head,
    u32be(0),
    u32be(notes.length),
    notes,
    layers,
    u16be(0),
    zeros(40 * 30 * 8),
  );
};

const chunk = (type, content) => join(u32be(content.length), text(type), content, u32be(0));
/** EXIF as ImageMagick puts it into text. */
const rawProfile = () => {
  const bytes = join(text('Exif\0\0'), exifFile());
  const profile = `\nexif\n${String(bytes.length).padStart(8)}\n${bytes.toString('hex').replace(/(.{72})/g, '$1\n')}\n`;
  return join(
    ...[text('\x89PNG\r\n\x1a\n'), chunk('IHDR', join(u32be(40), u32be(30), u8(16, 2, 0, 0, 0)))],
    chunk('zTXt', join(text('Raw profile type exif\0\0'), deflateSync(text(profile)))),
    chunk('iTXt', text('Description\0\0\0\0\0A harbour')),
    chunk('tEXt', join(text('Raw profile type iptc\0'), text(`\niptc\n      12\n${iptcField(5, 'Harbour').toString('hex')}\n`))),
    ...[chunk('IDAT', zeros(10)), chunk('IEND', zeros(0))],
  );
};

const form = (type, ...parts) => {
  const content = join(text(type), ...parts);
  return join(text('FORM'), u32be(content.length), content);
};
const info = (width, height) => join(text('INFO'), u32be(10), u16be(width), u16be(height), zeros(6));

const segment = (marker, content) => join(u8(0xff, marker), u16be(content.length + 2), content);
/** A JPEG without its picture: what stands before it says all that is read. */
const jpeg = (channels, ...segments) => {
  const components = Array.from({ length: channels }, (_, index) => u8(index + 1, 0x11, 0));
  const frame = segment(0xc0, join(u8(8), u16be(30), u16be(40), u8(channels), ...components));
  return join(u8(0xff, 0xd8), ...segments, frame, segment(0xda, zeros(6)), u8(0xff, 0xd9));
};
const app1 = (file) => segment(0xe1, join(text('Exif\0\0'), file));

/** Panasonic says which part of the sensor is the picture, and puts EXIF into a JPEG. */
const panasonic = () => {
  const numbers = [420, 320, 8, 4, 308, 404].map((value, index) => [index + 2, SHORT, value]);
  const carried = [0x2e, UNDEFINED, jpeg(3, app1(exifFile()))];
  return tiff((place) => place([...numbers, [0x0a, SHORT, 12], ...camera, [0x17, SHORT, 80], carried]), 0x55);
};

/** A picture whose lens stands in the maker's notes: `notes` gets where they will lie. */
const makerNotes = (make, notes) => {
  const file = tiff((place) => {
    const details = place([[0x927c, UNDEFINED, notes(26)]]);
    return place([
      [0x10f, ASCII, make],
      [0x8769, LONG, details],
    ]);
  });
  return jpeg(1, app1(file));
};
const olympusNotes = (at) => {
  const length = directory([[0x2010, LONG, 0]], at).length;
  return join(
    directory([[0x2010, LONG, at + length]], at),
    directory([[0x203, ASCII, 'TM 14-42mm']], at + length),
  );
};
const whole = (value) => [value, 1];
const nikonNotes = () => {
  const lens = [whole(18), whole(55), [35, 10], [56, 10]];
  return tiff((place) => place([[0x84, RATIONAL, lens]]));
};
/** A lens of which EXIF says the focal length, and that nobody knows how wide it opens. */
const fixedLens = () => {
  const lens = [whole(50), whole(50), [0, 0], [0, 0]];
  const file = tiff((place) => {
    const details = place([[0xa432, RATIONAL, lens]]);
    return place([[0x8769, LONG, details]]);
  });
  return jpeg(1, app1(file));
};

/** Sigma's: sections, then their directory, then where it lies. */
const sigma = () => {
  const pairs = Object.entries({ CAMMANUF: 'Tamarack', CAMMODEL: 'T-30', APERTURE: '5.6', FLENGTH: '35.0' });
  const words = pairs.flat();
  const places = words.map((_, index) => u32(words.slice(0, index).join('\0').length + (index > 0 ? 1 : 0)));
  const characters = Buffer.from(`${words.join('\0')}\0`, 'utf16le');
  const properties = join(text('SECp'), u32(0x20000), u32(pairs.length), zeros(12), ...places, characters);
  const carried = jpeg(3, app1(exifFile()));
  const picture = join(text('SECi'), u32(0x20000), u32(2), u32(18), zeros(12), carried);
  const header = join(text('FOVb'), u32(0x20001), zeros(20), u32(400), u32(300), u32(0));
  const at = header.length + properties.length + picture.length;
  const listed = [
    ...[u32(header.length), u32(properties.length), text('PROP')],
    ...[u32(header.length + properties.length), u32(picture.length), text('IMA2')],
  ];
  return join(header, properties, picture, text('SECd'), u32(0x20000), u32(2), ...listed, u32(at));
};

const xmp = (properties) =>
  text(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ${properties}/></rdf:RDF></x:xmpmeta>`,
  );
/** XMP in a GIF is followed by a table that leads from any byte to its end. */
const gifXmp = () => {
  const tail = join(u8(1), Buffer.from(Array.from({ length: 256 }, (_, index) => 255 - index)), u8(0));
  const packet = xmp('xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2013-09-17T15:20:28Z" xmp:Rating="2"');
  return join(text('!\xff\x0bXMP DataXMP'), packet, tail);
};
const iptcField = (number, value) => join(u8(0x1c, 2, number), u16be(value.length), text(value));

const exrAttribute = (name, type, ...values) =>
  join(text(`${name}\0${type}\0`), u32(values.length * 4), ...values.map(u32));
const exr = () =>
  join(
    u32(20000630),
    u32(2),
    exrAttribute('displayWindow', 'box2i', 0, 0, 99, 99),
    exrAttribute('dataWindow', 'box2i', 10, 20, 49, 49),
    u8(0),
  );

const adobe = (transform) => segment(0xee, join(text('Adobe'), zeros(6), u8(transform)));

const made = {
  'grey.jpg': () => jpeg(1),
  'cmyk.jpg': () => jpeg(4, adobe(2)),
  'rgb.jpg': () => jpeg(3, adobe(0)),
  'raw.dng': negative,
  'raw.orf': () => raw(0x4f52),
  'raw.cr2': () => raw(42, join(text('CR\x02\0'), u32(0))),
  'pages.tif': pages,
  'big.tif': bigTiff,
  'raw.rw2': panasonic,
  'picture.jxr': jpegXr,
  'heic.heic': heic,
  'raw.cr3': canonRaw,
  'raw.crw': canonHeaps,
  'raw.mrw': minolta,
  'raw.raf': fuji,
  'raw.x3f': sigma,
  'notes.exv': () => join(text('\xff\x01Exiv2'), app1(exifFile()), u8(0xff, 0xd9)),
  'notes.gif': () =>
    join(text('GIF89a'), u16(40), u16(30), u8(0, 0, 0), gifXmp(), text(','), zeros(9), u8(2, 0), text(';')),
  'notes.tif': () =>
    tiff((place) =>
      place([
        ...size(40, 30),
        ...camera,
        [0x4746, SHORT, 3],
        [0x83bb, UNDEFINED, join(iptcField(5, 'Harbour'), iptcField(25, 'boats'), iptcField(25, 'dusk'))],
        [0x9c9e, UNDEFINED, Buffer.from('ships;night ;\0', 'utf16le')],
      ]),
    ),
  'canon-lens.jpg': () => makerNotes('Canon', (at) => directory([[0x95, ASCII, 'TM 24-70mm']], at)),
  'panasonic-lens.jpg': () =>
    makerNotes('Panasonic', (at) =>
      join(text('Panasonic\0\0\0'), directory([[0x51, ASCII, 'TM 12-35mm']], at + 12)),
    ),
  'old-olympus-lens.jpg': () =>
    makerNotes('Olympus', (at) => join(text('OLYMP\0\x01\0'), olympusNotes(at + 8))),
  'olympus-lens.jpg': () => makerNotes('Olympus', () => join(text('OLYMPUS\0II\x03\0'), olympusNotes(12))),
  'nikon-lens.jpg': () => makerNotes('Nikon', () => join(text('Nikon\0\x02\x10\0\0'), nikonNotes())),
  'fixed-lens.jpg': fixedLens,
  'picture.jng': () =>
    join(text('\x8bJNG\r\n\x1a\n'), chunk('JHDR', join(u32be(40), u32be(30), u8(14, 8, 8, 0, 8, 0, 0, 0)))),
  'sky.fits': () =>
    text(
      ['SIMPLE  = T', 'BITPIX  = -32', 'NAXIS   = 2', 'NAXIS1  = 40', 'NAXIS2  = 30', 'END']
        .map((card) => card.padEnd(80))
        .join('')
        .padEnd(2880),
    ),
  'picture.xpm': () => text('/* XPM */\nstatic char *picture[] = {\n"40 30 2 1",\n". c #000000",\n'),
  'animation.mng': () =>
    join(
      text('\x8aMNG\r\n\x1a\n'),
      chunk('MHDR', join(u32be(40), u32be(30), u32be(100), u32be(3), u32be(3), u32be(0), u32be(1))),
    ),
  'film.cin': () =>
    join(u32be(0x802a5fd7), zeros(188), u8(0, 3, 0, 0, 0, 1, 10, 0), u32be(40), u32be(30), zeros(800)),
  'masks.bmp': () =>
    join(
      ...[text('BM'), u32(66), u32(0), u32(66), u32(40), u32(40), u32(30), u16(1), u16(16), u32(3), zeros(20)],
      ...[u32(0xf00), u32(0xf0), u32(0x0f)],
    ),
  'window.exr': exr,
  'top-down.bmp': () => bitmap(join(u32(40), u32(40), u32(-30 >>> 0), u16(1), u16(32), zeros(24))),
  'os2.bmp': () => bitmap(join(u32(12), u16(40), u16(30), u16(1), u16(4), zeros(28))),
  'arrow.cur': () =>
    join(u16(0), u16(2), u16(1), u8(48, 32, 0, 0), u16(1), u16(1), u32(8), u32(22), zeros(8)),
  'psd.psd': () => photoshop(1),
  'psb.psb': () => photoshop(2),
  'raw-profile.png': rawProfile,
  'picture.xcf': () => join(text('gimp xcf v011\0'), u32be(40), u32be(30), u32be(1), u32be(150), zeros(16)),
  'pages.djvu': () =>
    join(
      text('AT&T'),
      form('DJVM', text('DIRM'), u32be(3), zeros(4), form('DJVI', zeros(4)), form('DJVU', info(40, 30))),
    ),
  'picture.wmf': () =>
    join(u32(0x9ac6cdd7), u16(0), u16(0), u16(0), u16(600), u16(450), u16(1440), zeros(26)),
  'picture.emf': () =>
    join(u32(1), u32(88), u32(0), u32(0), u32(39), u32(29), zeros(16), text(' EMF'), u32(0x10000), zeros(40)),
  'picture.dds': () => join(text('DDS '), u32(124), u32(0x1007), u32(30), u32(40), zeros(108)),
  'picture.hdr': () => text('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 30 +X 40\n'),
  'sized.svg': () =>
    text(
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="3in" height="20mm"><title>Square</title></svg>\n',
    ),
  'view-box.svg': () =>
    text(
      '<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 40 30"><title>Square</title></svg>\n',
    ),
};

for (const [name, make] of Object.entries(made)) writeFileSync(name, make());
