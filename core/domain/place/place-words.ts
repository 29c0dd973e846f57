/** A place as people write it, "Marrickville NSW 2204"; null where none is stated. */
export const placeWords = (
  located: { readonly locality: string; readonly state: string; readonly postcode: string } | null,
): string | null => (located === null ? null : `${located.locality} ${located.state} ${located.postcode}`);
