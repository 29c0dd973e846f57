import { z } from 'zod';
import { noticeAnswer, noticeCodeAgain, noticeCodeInput, noticeInput } from './network/notices.ts';

/**
 * `GET /notices` and the answer to every change: how the person who is signed in is told that something came. `linked` is false while the desk exchanges
 * files only.
 */
export const noticesView = noticeAnswer.extend({ linked: z.boolean() });
export type NoticesView = z.infer<typeof noticesView>;

/** `PUT /notices`: `phone` as people write it, empty for none. */
export const noticesInput = noticeInput.extend({ phone: z.string().trim().max(50) });
/** `POST /notices/confirm` and `/notices/code`. */
export const noticesCode = noticeCodeInput;
export const noticesCodeAgain = noticeCodeAgain;
