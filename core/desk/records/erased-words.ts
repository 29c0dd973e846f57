/** The words that a group of changes has once what it did was erased. */
export const ERASED_WORDS = 'Changed what was erased since';
