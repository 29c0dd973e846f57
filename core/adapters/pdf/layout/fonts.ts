import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The five faces of the documents: Inter for everything, Source Serif for sentences, Source Code Pro for hashes and UTC. */
export type Face = 'sans' | 'sansBold' | 'serif' | 'serifBold' | 'mono';

const files: Readonly<Record<Face, string>> = {
  sans: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  sansBold: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  serif: '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  serifBold: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
  mono: '@expo-google-fonts/source-code-pro/400Regular/SourceCodePro_400Regular.ttf',
};

/** All faces, in the order in which a document registers them. */
export const faces: readonly Face[] = ['sans', 'sansBold', 'serif', 'serifBold', 'mono'];

const resolve = createRequire(import.meta.url).resolve;

/** Path of a face's TrueType file; pdfkit embeds the glyphs in use. */
export const fontPath = (face: Face): string => resolve(files[face]);

const loaded = new Map<Face, Buffer>();

/** The bytes of a face, read once per process. */
export const fontBytes = (face: Face): Buffer => {
  const held = loaded.get(face);
  if (held !== undefined) return held;
  const bytes = readFileSync(fontPath(face));
  loaded.set(face, bytes);
  return bytes;
};
