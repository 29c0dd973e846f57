import type { ReadKeyRequest } from '../../protocol/register/key-request.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { DeskContext, Signer } from '../context.ts';

/**
 * Founds a network when an office desk is set up: makes the registrar key (kept by `desk.vault` in the table `secret`), the founding event
 * and the office's own `practice.registered` for `request`. Runs once, before the setup is acknowledged. `roots` are root keys that leave the desk;
 * without them one is made and kept here.
 */
export type FoundOffice = (desk: DeskContext, request: ReadKeyRequest & { readonly record: Bytes }, roots?: readonly Signer[]) => void;
