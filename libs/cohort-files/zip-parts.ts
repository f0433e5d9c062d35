import { crc32, inflateRawSync } from 'node:zlib';
import { Refused } from './cohort-file.js';

/** A part of a zip archive as its central directory announces it. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MAX_PARTS = 1000;

const damaged = (): Refused =>
  new Refused('unreadable-spreadsheet', 'This workbook is damaged. Open it, save it as .xlsx again and import that.');

/** The central directory, without unpacking anything. */
function readDirectory(zip: Buffer): readonly ZipEntry[] | Refused {
  let end = -1;
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 65_557); at -= 1)
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) {
      end = at;
      break;
    }
  if (end < 0) return damaged();
  const count = zip.readUInt16LE(end + 10);
  if (count > MAX_PARTS) return damaged();
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) return damaged();
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * The XML parts of a zip archive, unpacked. What the directory announces is checked against `limit` (bytes, all parts together)
 * before anything is unpacked, and no part can grow beyond what was announced.
 */
export function unpackXml(bytes: Uint8Array, limit: number): ReadonlyMap<string, Buffer> | Refused {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readDirectory(zip);
  if (directory instanceof Refused) return directory;
  const wanted = directory.filter(({ name }) => name === 'mimetype' || /\.(xml|rels)$/.test(name));
  const total = wanted.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > limit)
    return new Refused(
      'inflates-too-large',
      `This workbook unpacks to more than ${Math.round(limit / 1e6)} MB. Keep only the sheet with the employees, or save it as .csv.`,
    );
  const parts = new Map<string, Buffer>();
  for (const entry of wanted) {
    const part = unpackEntry(zip, entry);
    if (!part || parts.has(entry.name)) return damaged();
    parts.set(entry.name, part);
  }
  return parts;
}

function unpackEntry(zip: Buffer, { method, packed, unpacked, offset }: ZipEntry): Buffer | undefined {
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL_ENTRY) return undefined;
  const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const body = zip.subarray(from, from + packed);
  if (method === STORED) return packed === unpacked && body.length === packed ? body : undefined;
  if (method !== DEFLATED) return undefined;
  try {
    const part = inflateRawSync(body, { maxOutputLength: Math.max(1, unpacked) });
    return part.length === unpacked ? part : undefined;
  } catch {
    return undefined;
  }
}

/** A zip archive of these parts, not compressed: what a reader of archives gets is then what was checked, and nothing else. */
export function storeParts(parts: ReadonlyMap<string, Buffer>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, part] of parts) {
    const path = Buffer.from(name, 'utf8');
    const sizes = Buffer.alloc(26);
    sizes.writeUInt16LE(20, 0);
    sizes.writeUInt32LE(crc32(part), 10);
    sizes.writeUInt32LE(part.length, 14);
    sizes.writeUInt32LE(part.length, 18);
    sizes.writeUInt16LE(path.length, 22);
    locals.push(word(LOCAL_ENTRY), sizes, path, part);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(word(DIRECTORY_ENTRY), Buffer.from([20, 0]), sizes, place, path);
    offset += 30 + path.length + part.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listing, word(END_OF_DIRECTORY), end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
