/** Longest path of a pack file, in bytes. */
export const MAX_PACK_PATH = 240;

const SEGMENT = /^[A-Za-z0-9._][A-Za-z0-9._-]*$/;

/**
 * True for a path that a pack may hold: relative, segments of `A-Z a-z 0-9 . _ -` joined by `/`, none empty, `.` or `..`,
 * none beginning with `-` (`sha256sum -c` takes the name `-` for standard input, and a shell glob would turn such a name
 * into an option), at most `MAX_PACK_PATH` bytes.
 */
export const isPackPath = (path: string): boolean =>
  path.length <= MAX_PACK_PATH && path.split('/').every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');

/** Order of paths in MANIFEST and ZIP: bytewise. Paths are ASCII, so code units compare as bytes. */
export const comparePackPaths = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
