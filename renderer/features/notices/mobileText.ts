/** "0491 570 156" for a mobile number in E.164, the only kind that notices are sent to. */
export const mobileText = (number: string): string => number.replace(/^\+61(\d{3})(\d{3})(\d{3})$/u, '0$1 $2 $3');
