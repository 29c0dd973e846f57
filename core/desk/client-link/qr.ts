import { create } from 'qrcode';

/** Dark squares of a QR code as one path, a unit for each square, with the quiet zone of four (ISO/IEC 18004). */
export const qrOf = (text: string): { readonly size: number; readonly path: string } => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const parts: string[] = [];
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x) !== 0) parts.push(`M${x + quiet} ${y + quiet}h1v1h-1z`);
  return { size: modules.size + 2 * quiet, path: parts.join('') };
};
