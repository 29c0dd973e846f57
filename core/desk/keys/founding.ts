import type { ReadKeyRequest } from '../../protocol/register/key-request.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';

/**
 * Founds a network when an office desk is set up: makes root and registrar keys (kept by `desk.vault` in the table `secret`), the founding event
 * and the office's own `practice.registered` for `request`. Runs once, before the setup is acknowledged.
 */
export type FoundOffice = (desk: DeskContext, request: ReadKeyRequest & { readonly record: Bytes }) => void;
