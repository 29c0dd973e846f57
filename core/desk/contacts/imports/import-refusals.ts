import { describeRefusal, type ImportRefusal } from '../../../domain/contact/import-refusal.ts';
import type { FixRefusal } from '../../../domain/contact/preview.ts';
import type { Refusal } from '../../refusal.ts';

/** A file that is refused as a whole, as problem details. */
export const fileRefused = (refusal: ImportRefusal): Refusal => {
  const words = describeRefusal(refusal);
  const tooLarge = refusal.code === 'file-too-large' || refusal.code === 'too-many-rows';
  return {
    status: tooLarge ? 413 : 422,
    code: `import.${refusal.code}`,
    title: 'This file cannot be imported',
    detail: words.what,
    where: words.where,
    kept: words.kept,
    next: words.todo,
  };
};

/** A correction that cannot be made, as problem details. */
export const fixRefused = (refusal: FixRefusal): Refusal => {
  const rest = {
    status: 422,
    title: 'This correction cannot be made',
    kept: 'None of the corrections sent with it was taken; earlier ones stay.',
  } as const;
  switch (refusal.code) {
    case 'no-such-row':
      return {
        ...rest,
        code: 'import.no-such-row',
        detail: `The file has no row ${refusal.row}.`,
        where: `row ${refusal.row}`,
        next: 'Load the preview again.',
      };
    case 'no-such-column':
      return {
        ...rest,
        code: 'import.no-such-column',
        detail: 'The file has no column of this name.',
        where: `column “${refusal.column.slice(0, 80)}”`,
        next: 'Load the preview again.',
      };
    case 'column-not-imported':
      return {
        ...rest,
        code: 'import.column-not-imported',
        detail: 'This column is not imported, so its cells are not kept.',
        where: `column “${refusal.column.slice(0, 80)}”`,
        next: 'Say first what the column holds.',
      };
  }
};

/** A policy that a field does not have, as problem details. */
export const policyRefused = (field: string): Refusal => ({
  status: 422,
  code: 'import.no-such-policy',
  title: 'This field cannot be updated like that',
  detail: 'Values are added to lists and notes only.',
  where: `field “${field}”`,
  kept: 'Nothing was changed; the file is still held.',
  next: 'Choose to fill, to take the file’s value, or to keep yours.',
});

export const importGone: Refusal = {
  status: 404,
  code: 'import-gone',
  title: 'This preview is not held any more',
  detail: 'It was discarded, or nobody used it for an hour, or the desk was started again since.',
  kept: 'Nothing of the file is in the book.',
  next: 'Choose the file again.',
};

export const batchUnknown: Refusal = {
  status: 404,
  code: 'import-unknown',
  title: 'There is no such import',
  detail: 'No import with this number is recorded at this desk.',
  next: 'Look for it in the list of imports.',
};

export const notBase64: Refusal = {
  status: 422,
  code: 'import.not-base64',
  title: 'The file did not arrive whole',
  detail: 'What was sent is not base64.',
  kept: 'Nothing was imported.',
  next: 'Choose the file again.',
};
