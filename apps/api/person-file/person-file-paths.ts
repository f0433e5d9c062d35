import { type JsonObject } from '@overstap/kernel';
import { get, inPath, inQuery, post } from '../http/paths.js';
import { MakeFile } from './person-file-controller.js';

/** The routes of the person-file controller, for OpenAPI. */
export const PERSON_FILE_PATHS: Readonly<Record<string, JsonObject>> = {
  '/participants/{id}/files': {
    ...post('makePersonFile', 'Make a copy of everything about a person; it can be fetched for a week', MakeFile, [
      inPath('id'),
    ]),
    ...get('personFiles', 'The copies that can be fetched', [inPath('id')]),
  },
  '/participants/{id}/files/{file}': get('personFile', 'The copy itself', [
    inPath('id'),
    inPath('file'),
    inQuery('format', 'json or pdf; json unless told'),
    inQuery('language', 'Of the PDF: nl or en; nl unless told'),
  ]),
};
