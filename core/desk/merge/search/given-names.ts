import { type GivenNames, givenNamesFile, givenNamesOf } from '../../../domain/duplicate/given-names.ts';
import { type Shipped, shippedFile } from '../../shipped.ts';

/** The shipped table of given names and their short forms. */
export const givenNames: (desk: Shipped) => GivenNames = shippedFile('given-names.json', (value) =>
  givenNamesOf(givenNamesFile.parse(value)),
);
