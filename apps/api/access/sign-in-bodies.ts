import { TextField } from '@overstap/kernel';

export class SignIn {
  @TextField({ max: 254 }) readonly email!: string;
  @TextField({ max: 1000 }) readonly password!: string;
}
