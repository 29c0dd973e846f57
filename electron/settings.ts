import Store from 'electron-store';

/** What the shell remembers between starts. Never a secret, never anything about a client: the file is plain text. */
export type ShellSettings = {
  /** The data folder that was opened last. */
  readonly dataDir?: string;
  /** Zoom of the window, 1 is 100 %. */
  readonly zoom?: number;
};

/** Opens the settings file in Electron's own folder. A damaged file is replaced: nothing in it is needed. */
export const openSettings = (): Store<ShellSettings> =>
  new Store<ShellSettings>({
    name: 'shell',
    clearInvalidConfig: true,
    schema: {
      dataDir: { type: 'string' },
      zoom: { type: 'number', minimum: 0.5, maximum: 3 },
    },
  });
