import type { Transporter } from 'nodemailer';
import { type Letter } from '../messages/letter.js';

/** Why a mail did not leave: for good, or to be tried again. `code` is the server's, without its text, which repeats the address. */
export class MailError extends Error {
  constructor(
    readonly permanent: boolean,
    readonly code: string,
    /** The address itself was refused: nothing that is sent to it will arrive. */
    readonly bounced = false,
  ) {
    super(`The mail server answered ${code}`);
  }
}

export interface Mailer {
  /** The same `id` gives the same Message-ID, by which a mailbox recognises a mail that was sent twice. */
  send(id: string, to: string, letter: Letter): Promise<void>;
  close(): void;
}

interface TransportFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  /** At which step of the conversation. */
  readonly command?: string;
}

/** What a refusal of the recipient or the message looks like; a refused sign-in or connection is ours to mend, so it is tried again. */
const ABOUT_THIS_MAIL = ['EENVELOPE', 'EMESSAGE'];

/** A full mailbox is emptied one day, and 5.7.x is the server's mind about us: it would stop the mail of everybody there. */
const PASSES = /^5\.(2\.2$|7\.)/;

function mailErrorFrom(error: unknown): MailError {
  const { code = 'UNKNOWN', responseCode, response = '', command } = error as TransportFailure;
  const permanent = responseCode !== undefined && responseCode >= 500 && ABOUT_THIS_MAIL.includes(code);
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const shown = enhanced ?? (responseCode === undefined ? code : String(responseCode));
  const bounced = permanent && command === 'RCPT TO' && !PASSES.test(shown);
  return new MailError(permanent, shown, bounced);
}

/** Mail over SMTP: `smtps://user:password@host`, and the sender's address. */
export function openMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  const waits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
  // Loaded with the first mail.
  let opening: Promise<Transporter> | undefined;
  const transport = (): Promise<Transporter> =>
    (opening ??= import('nodemailer').then(({ createTransport }) =>
      createTransport({ url, ...waits } as Parameters<typeof createTransport>[0]),
    ));
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'overstap.invalid';
  return {
    send: async (id, to, { subject, text, html }) => {
      try {
        const headers = { 'Auto-Submitted': 'auto-generated' };
        await (await transport()).sendMail({ from, to, subject, text, html, headers, messageId: `<${id}@${domain}>` });
      } catch (error) {
        throw mailErrorFrom(error);
      }
    },
    close: () => void opening?.then((opened) => opened.close()),
  };
}
