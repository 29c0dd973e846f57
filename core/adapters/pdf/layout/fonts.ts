import { createRequire } from 'node:module';

/** The five faces of the documents: Inter for everything, Source Serif for sentences, Source Code Pro for hashes and UTC. */
export type Face = 'sans' | 'sansBold' | 'serif' | 'serifBold' | 'mono';

const { resolve } = createRequire(import.meta.url);

const paths: Readonly<Record<Face, string>> = {
  sans: resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  sansBold: resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  serif: resolve('@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
  serifBold: resolve('@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
  mono: resolve('@expo-google-fonts/source-code-pro/400Regular/SourceCodePro_400Regular.ttf'),
};

/** Path of a face's TrueType file; pdfkit opens it once a document and embeds the glyphs in use. */
export const fontPath = (face: Face): string => paths[face];
