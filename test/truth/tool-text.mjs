/** pdfinfo's lines as an object; undefined when it could not read the file. */
export function readPdfInfo(text) {
  const fields = text.split('\n').flatMap((line) => {
    const match = /^([A-Z][\w ]*?): +(.*)$/.exec(line);
    return match === null ? [] : [[match[1], match[2].trim()]];
  });
  const told = Object.fromEntries(fields);
  return told.Pages === undefined ? undefined : told;
}

/** `Zip file size: 1 bytes, number of entries: 3` and `3 files, 10 bytes uncompressed, …`; undefined when it is no zip. */
export function numbersOfZip(text) {
  const match = /^(\d+) files?, (\d+) bytes uncompressed/m.exec(text);
  if (match !== null) return { entries: Number(match[1]), uncompressedBytes: Number(match[2]) };
  return /^Empty zipfile/m.test(text) ? { entries: 0, uncompressedBytes: 0 } : undefined;
}

/** A line an entry: `-rw-r--r-- 0/0   6 2020-01-01 00:00 hello.txt`; undefined when it is no tar. Links have no size of their own. */
export function numbersOfTar(text) {
  const lines = text.split('\n').flatMap((line) => {
    const match = /^([-dhlbcpC])\S{9} +\S+ +(\d+)/.exec(line);
    return match === null ? [] : [match];
  });
  const files = lines.filter(([, type]) => type === '-' || type === 'C');
  const uncompressedBytes = files.reduce((total, [, , bytes]) => total + Number(bytes), 0);
  return lines.length === 0 ? undefined : { entries: lines.length, uncompressedBytes };
}

/** How many slides a presentation lists; undefined when it could not be had. Its own summary may be out of date. */
export function slidesListed(xml) {
  return xml === '' ? undefined : (xml.match(/<p:sldId[ />]/g) ?? []).length;
}

/** How many sheets a workbook lists; undefined when it could not be had. */
export function sheetsListed(xml) {
  return xml === '' ? undefined : (xml.match(/<(?:\w+:)?sheet\s/g) ?? []).length;
}
