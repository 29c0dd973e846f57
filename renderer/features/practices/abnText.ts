import { formatAbn, parseAbn } from '../../../core/domain/identity/abn.ts';

/** "53 004 085 616"; as it stands where it is none. */
export const abnText = (text: string): string => {
  const read = parseAbn(text);
  return read.ok ? formatAbn(read.value) : text;
};
