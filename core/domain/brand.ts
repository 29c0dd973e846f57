declare const brand: unique symbol;

/** A primitive that only its parser can make; two brands never mix. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
