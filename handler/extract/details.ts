/**
 * What was found inside a file, as the table keeps it in `details`. Every part is a flat map of text, numbers,
 * booleans and lists of text, so that a filter, a column of a spreadsheet and a mapping template can name any value
 * as `part.field`. Units stand in the names. A field that is absent was not in the file, or not to be read.
 *
 * Times are ISO 8601: with `Z` or an offset where the file says which, without where it means "local time".
 * Text has no control characters, is well-formed Unicode and at most 1,000 characters long.
 */
export interface Details {
  /** Version of this schema. A field that changes its meaning raises it; new fields do not. */
  readonly schema: 1;
  /** The IANA media type, or the one that most tools use where IANA has none. */
  readonly mediaType: string;
  /** What the media type was concluded from: the file's own bytes, its name, or nothing (octet-stream). */
  readonly mediaTypeFrom: 'content' | 'name' | 'nothing';
  readonly image?: ImageDetails;
  readonly photo?: PhotoDetails;
  readonly document?: DocumentDetails;
  readonly video?: VideoDetails;
  readonly audio?: AudioDetails;
  readonly tags?: MediaTags;
  readonly archive?: ArchiveDetails;
  readonly text?: TextDetails;
  readonly table?: TableDetails;
  readonly mail?: MailDetails;
  readonly font?: FontDetails;
}

/** A still or animated picture. */
export interface ImageDetails {
  /** As stored, before `orientation` is applied. */
  readonly widthPixels?: number;
  readonly heightPixels?: number;
  /** EXIF's 1 to 8; absent means upright. 6 and 8 are shown with width and height exchanged. */
  readonly orientation?: number;
  /** Of one channel of one pixel. */
  readonly bitsPerChannel?: number;
  readonly channels?: number;
  readonly colorModel?: 'grey' | 'rgb' | 'indexed' | 'cmyk' | 'ycbcr' | 'lab' | 'bilevel';
  readonly hasAlpha?: boolean;
  /** Of an animation; pages of a TIFF, pictures in an icon. */
  readonly frames?: number;
}

/** What the camera noted. */
export interface PhotoDetails {
  /** When the shutter opened, else when it was digitised: with offset and fraction where known. */
  readonly taken?: string;
  readonly make?: string;
  readonly model?: string;
  readonly lens?: string;
  readonly exposureSeconds?: number;
  readonly fNumber?: number;
  readonly iso?: number;
  readonly focalLengthMm?: number;
  readonly focalLength35mm?: number;
  readonly flashFired?: boolean;
  readonly software?: string;
  readonly artist?: string;
  readonly copyright?: string;
  readonly title?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  /** Stars, 1 to 5; absent when none were given. */
  readonly rating?: number;
  /** Degrees, WGS 84; south and west are negative. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Above sea level. */
  readonly altitudeMetres?: number;
}

/** Something with pages, slides or sheets: PDF, Office, OpenDocument, EPUB. */
export interface DocumentDetails {
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly keywords?: string;
  readonly description?: string;
  readonly lastModifiedBy?: string;
  readonly language?: string;
  readonly company?: string;
  readonly publisher?: string;
  /** The program that it was written with. */
  readonly application?: string;
  /** The program that made the PDF. */
  readonly producer?: string;
  readonly created?: string;
  readonly modified?: string;
  readonly pages?: number;
  readonly slides?: number;
  readonly sheets?: number;
  readonly sheetNames?: readonly string[];
  readonly words?: number;
  readonly characters?: number;
  readonly paragraphs?: number;
  /** Of the format: `1.7` for a PDF. */
  readonly formatVersion?: string;
  readonly encrypted?: boolean;
  /** It cannot be opened without a password, so the fields that it hides are absent. */
  readonly passwordNeeded?: boolean;
  /** Of the first page. */
  readonly pageWidthPoints?: number;
  readonly pageHeightPoints?: number;
}

/** Moving pictures: the file's first video track. */
export interface VideoDetails {
  /** `mp4`, `quicktime`, `matroska`, `webm`, `avi`, `asf`, `flv`, `mpegts`, `mpeg`, `ogg`, ... */
  readonly container?: string;
  readonly durationSeconds?: number;
  /** As stored, before the rotation. */
  readonly widthPixels?: number;
  readonly heightPixels?: number;
  /** Clockwise, for showing it upright: 90, 180 or 270; absent means 0. */
  readonly rotationDegrees?: number;
  /** As ffmpeg calls it: `h264`, `hevc`, `av1`, `vp9`, ... */
  readonly codec?: string;
  readonly framesPerSecond?: number;
  /** Of the whole file. */
  readonly bitsPerSecond?: number;
  readonly created?: string;
  /** Tracks of sound and of subtitles. */
  readonly audioTracks?: number;
  readonly subtitleTracks?: number;
}

/** Sound: the file, or the first sound track of a video. */
export interface AudioDetails {
  readonly container?: string;
  readonly durationSeconds?: number;
  /** As ffmpeg calls it: `mp3`, `aac`, `flac`, `opus`, `vorbis`, `pcm_s16le`, ... */
  readonly codec?: string;
  readonly samplesPerSecond?: number;
  readonly channels?: number;
  readonly bitsPerSample?: number;
  readonly bitsPerSecond?: number;
  readonly lossless?: boolean;
}

/** What people wrote about a recording. */
export interface MediaTags {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly albumArtist?: string;
  readonly composer?: string;
  readonly genre?: string;
  /** A year, or a date. */
  readonly date?: string;
  readonly track?: number;
  readonly disc?: number;
  readonly comment?: string;
  /** The program that wrote the file. */
  readonly encoder?: string;
}

export interface ArchiveDetails {
  /** Files and folders. */
  readonly entries?: number;
  readonly files?: number;
  readonly folders?: number;
  /** Of all files together, once unpacked. */
  readonly uncompressedBytes?: number;
  readonly encrypted?: boolean;
  readonly comment?: string;
  /** There are more entries than were counted. */
  readonly partial?: boolean;
  /** The name of the file that a compressed stream holds. */
  readonly originalName?: string;
  /** The media type of the archive that a compressed stream holds, and that was looked into: the counts are of that one. */
  readonly contains?: string;
}

export interface TextDetails {
  /** IANA's name in lower case: `utf-8`, `us-ascii`, `utf-16le`, `windows-1252`, ... */
  readonly encoding?: string;
  /** 0 to 1; 1 for a byte order mark, pure ASCII and whole valid UTF-8. */
  readonly encodingConfidence?: number;
  readonly byteOrderMark?: boolean;
  /** Only of files that were read to the end. */
  readonly lines?: number;
  readonly lineEnding?: 'lf' | 'crlf' | 'cr' | 'mixed';
  /** `json`, `ndjson`, `xml`, `html`, `svg`, `markdown`, `csv`, `yaml`, `python`, `shell`, ... */
  readonly kind?: string;
  /** Of an HTML page, or the first heading of a Markdown file. */
  readonly title?: string;
  /** Of an XML file, with its prefix. */
  readonly rootElement?: string;
  /** The outermost value of a JSON file, and its first keys. */
  readonly jsonType?: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  readonly jsonKeys?: readonly string[];
}

/** Values in rows and columns: CSV and its like. */
export interface TableDetails {
  readonly delimiter?: ',' | ';' | 'tab' | '|';
  readonly columns?: number;
  /** Only of files that were read to the end; without the header. */
  readonly rows?: number;
  readonly hasHeader?: boolean;
  /** At most 100 names. */
  readonly header?: readonly string[];
}

export interface MailDetails {
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly date?: string;
  readonly messageId?: string;
  readonly attachments?: number;
  /** Of a mailbox: how many messages were counted. */
  readonly messages?: number;
}

export interface FontDetails {
  readonly family?: string;
  readonly style?: string;
  readonly fullName?: string;
  readonly postScriptName?: string;
  readonly version?: string;
  readonly weight?: number;
  readonly glyphs?: number;
  /** In a collection. */
  readonly fonts?: number;
  readonly copyright?: string;
}
