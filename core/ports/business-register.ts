import type { AbnAnswer } from '../domain/identity/business-register.ts';

/** The Australian Business Register as an office asks it. Never rejects: what went wrong is an answer too. */
export type BusinessRegister = {
  /** `abn`: 11 digits whose checksum holds. */
  readonly byAbn: (abn: string) => Promise<AbnAnswer>;
};
