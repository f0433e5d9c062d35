import '@fastify/multipart';
import { type FastifyRequest } from 'fastify';
import { problem } from '../http/problem.js';

/** The file of a request: the body itself, or the one file of a form. */
export async function uploadedFile(request: FastifyRequest, body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (!request.isMultipart()) throw FILE_EXPECTED;
  const sent = await request.file();
  if (!sent) throw FILE_EXPECTED;
  return sent.toBuffer();
}

const FILE_EXPECTED = problem(
  415,
  'file-expected',
  'Send the file’s bytes with content-type application/octet-stream, or a form (multipart/form-data) with the file in it.',
);
