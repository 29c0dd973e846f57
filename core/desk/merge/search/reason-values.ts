import { type Reason, reasonWords } from '../../../domain/duplicate/reason.ts';
import { formatAbn, parseAbn } from '../../../domain/identity/abn.ts';
import { formatPhone, parsePhone } from '../../../domain/identity/phone.ts';
import { formatDate } from '../../../domain/time/date-text.ts';
import { parseLocalDate } from '../../../domain/time/local-date.ts';

const dateWords = (text: string): string => {
  const read = parseLocalDate(text);
  return read.ok ? formatDate(read.value) : text;
};

/** A reason with its value as people write it: dates, numbers and ABNs in their usual form. */
export const shownReason = (reason: Reason): string => {
  const { code, about } = reason;
  const shown = ((): string => {
    switch (code) {
      case 'same-phone': {
        const read = parsePhone(about);
        return read.ok ? formatPhone(read.value.number) : about;
      }
      case 'same-abn':
      case 'same-acn': {
        const read = parseAbn(about);
        return read.ok ? formatAbn(read.value) : about;
      }
      case 'same-birth-date':
      case 'near-birth-date':
      case 'other-birth-date':
        return about.split(', ').map(dateWords).join(' and ');
      case 'same-name':
      case 'nickname':
      case 'initial':
      case 'middle-name':
      case 'names-swapped':
      case 'given-spelling':
      case 'family-spelling':
      case 'family-part':
      case 'family-changed':
      case 'same-given':
      case 'other-middle-name':
      case 'same-suburb':
      case 'other-suburb':
      case 'same-employer':
      case 'same-address':
      case 'organisation-name':
      case 'organisation-spelling':
        return about.split(', ').map(capitalised).join(' and ');
      default:
        return about;
    }
  })();
  return reasonWords({ ...reason, about: shown });
};

// Values are compared without case; a name is shown with it.
const capitalised = (text: string): string => text.replace(/(?<=^|[\s-])\p{Ll}/gu, (letter) => letter.toUpperCase());
