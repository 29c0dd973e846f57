/** `s…@example.com` or `+61…156`: enough to see where a message went. */
export const maskedPoint = (address: string): string => {
  const [name = '', host] = address.split('@');
  return host === undefined ? `${address.slice(0, 3)}…${address.slice(-3)}` : `${name.slice(0, 1)}…@${host}`;
};
