import { type Settings } from '@overstap/platform';

/** Where people reach the program: links begin with it. */
export const originOf = ({ publicUrl, tls, port }: Settings): string =>
  publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${port}`;
