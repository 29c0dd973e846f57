/** ok: done. waiting: somebody must act. warn: late or expiring. bad: stop. mute: not yet. */
export type Tone = 'ok' | 'waiting' | 'warn' | 'bad' | 'mute';
