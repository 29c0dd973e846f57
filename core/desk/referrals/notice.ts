/** The notice shown to a client before the first yes; the text itself is kept with every consent by version and commitment. */
export const NOTICE = {
  id: 'referral-notice',
  version: 1,
  text: 'Your practice would like to introduce you to another practice. With your consent it passes on your name, your contact details and a short description of the purpose, and nothing else. You may say no, and you may withdraw your consent at any time at either practice; what was already passed on stays recorded. If the introduction leads to business, the receiving practice pays your practice a commission, and its income from this introduction and its outcome are told to your practice and to the network office so that this can be checked. You pay nothing for the introduction. Complaints go to your practice first, then to the Office of the Australian Information Commissioner.',
} as const;
