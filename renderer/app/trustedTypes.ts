interface PolicyHost {
  createPolicy(name: string, rules: { readonly createHTML: (text: string) => string }): unknown;
}

const hostOf = (scope: object): PolicyHost | undefined => {
  const host: unknown = Reflect.get(scope, 'trustedTypes');
  return host !== null && typeof host === 'object' && 'createPolicy' in host && typeof host.createPolicy === 'function'
    ? (host as PolicyHost) // the browser's own object, checked above; lib.dom does not type it everywhere
    : undefined;
};

/**
 * Installs the default Trusted Types policy: only text without `<` may be written as HTML, so no element can
 * ever be made from a string. Mantine writes its style sheets this way, and nothing else does. Scripts and script
 * URLs have no rule and stay refused.
 * Source: W3C Trusted Types §2.3.4 (default policy).
 */
export const installTrustedTypes = (scope: object): void => {
  hostOf(scope)?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('Markup from a string is refused in this window');
      return text;
    },
  });
};
