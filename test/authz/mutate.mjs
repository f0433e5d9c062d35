/** Loads the built program with one place of it changed: `--import` this, with the change in AUTHZ_MUTANT. */
import { register } from 'node:module';

register(new URL('./mutating-loader.mjs', import.meta.url), { data: JSON.parse(process.env.AUTHZ_MUTANT) });
