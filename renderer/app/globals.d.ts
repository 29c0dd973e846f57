/** True in development and in the parts build; the production build drops everything behind it. */
declare const __SHOW_PARTS__: boolean;
