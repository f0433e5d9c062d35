import { TextField } from '@overstap/kernel';

export class SignIn {
  @TextField({ max: 254 }) readonly email!: string;
  @TextField({ max: 1000 }) readonly password!: string;
}

export class ForgottenPassword {
  @TextField({ max: 254 }) readonly email!: string;
}

/** The second half, where the answer to the first was 202 with a token. */
export class SignInCode {
  @TextField({ max: 100 }) readonly token!: string;
  @TextField({ max: 100, description: 'Six digits of the app, or a recovery code' }) readonly code!: string;
}

export class BeginSecondFactor {
  @TextField({ max: 1000, description: 'The account’s own, once more: an open session is not enough' })
  readonly password!: string;
}

export class GiveCode {
  @TextField({ max: 100, description: 'Six digits of the app; to remove it a recovery code too' })
  readonly code!: string;
}

export class ActAs {
  @TextField({
    optional: true,
    max: 160,
    description:
      'ROLE:id as GET /session lists them, or ROLE where you have it once; without it all of your roles again',
  })
  readonly role?: string;
}
