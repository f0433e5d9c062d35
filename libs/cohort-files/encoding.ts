import { isUtf8 } from 'node:buffer';
import { type FileEncoding } from './cohort-file.js';

/** Windows-1252 where it differs from Latin-1: bytes 0x80 to 0x9f. The runtime's own decoder is not the same in every version. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export interface DecodedText {
  readonly encoding: Exclude<FileEncoding, 'xlsx'>;
  /** The text without its byte order mark, as UTF-8. */
  readonly utf8: Buffer;
}

/** UTF-8 when the bytes are valid UTF-8, UTF-16 when its mark says so, else Windows-1252, in which every byte is a character. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe)
    return { encoding: 'utf-16le', utf8: Buffer.from(buffer.subarray(2).toString('utf16le'), 'utf8') };
  const marked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  const body = marked ? buffer.subarray(3) : buffer;
  if (isUtf8(body)) return { encoding: marked ? 'utf-8-bom' : 'utf-8', utf8: body };
  const text = body.toString('latin1').replace(/[\u0080-\u009f]/g, (char) => C1.charAt(char.charCodeAt(0) - 0x80));
  return { encoding: 'windows-1252', utf8: Buffer.from(text, 'utf8') };
}
