import QRCode from 'qrcode';
import { ink } from './grid.ts';
import type { Sheet } from './sheet.ts';

/** A QR code of `text` in a square of `size` points, error correction M (ISO/IEC 18004). */
export const qrCode = (sheet: Sheet, text: string, alt: string, x: number, top: number, size: number): void => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = size / modules.size;
  sheet.pen.element('Figure', { alt, bbox: [x, top, x + size, top + size] }, () => {
    sheet.pen.content(() => {
      for (let row = 0; row < modules.size; row += 1) {
        let from = -1;
        for (let column = 0; column <= modules.size; column += 1) {
          const dark = column < modules.size && modules.get(row, column) === 1;
          if (dark && from < 0) from = column;
          if (!dark && from >= 0) {
            sheet.pen.box(x + from * unit, top + row * unit, (column - from) * unit, unit, {
              fill: ink.text,
            });
            from = -1;
          }
        }
      }
    });
  });
};
