import { readFileSync, writeFileSync } from 'node:fs';
import { madeDocuments } from './documents.js';

/** `npm run docs`: brings what is made from code in the documents up to date. */
for (const { path, text } of madeDocuments((file) => readFileSync(file, 'utf8'))) writeFileSync(path, text);
