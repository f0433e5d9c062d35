import '@fastify/multipart';
import { type FastifyRequest } from 'fastify';
import { problem } from '../http/problem.js';

/** The file of a request: the body itself, or the one file of a form. */
export async function uploadedFile(request: FastifyRequest, body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (!request.isMultipart()) throw FILE_EXPECTED;
  // The one body that a browser sends to other sites without asking them first; a page of another site must not import anybody.
  if (isFromElsewhere(request))
    throw problem(403, 'another-origin', 'A form is accepted from pages of this address only; send the file’s bytes.');
  const sent = await request.file();
  if (!sent) throw FILE_EXPECTED;
  return sent.toBuffer();
}

const FILE_EXPECTED = problem(
  415,
  'file-expected',
  'Send the file’s bytes with content-type application/octet-stream, or a form (multipart/form-data) with the file in it.',
);

function isFromElsewhere({ headers: { origin }, host }: FastifyRequest): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
