/** What a mount needs of an open desk; both the Electron data process and the loopback server are built on it. */
export type DeskHost = {
  /** Answers one request; never rejects for an expected failure. */
  fetch(request: Request): Promise<Response>;
  /** Finishes running work, closes the database and releases the instance lock. */
  close(): Promise<void>;
  /** Forgets unlocked keys, as when the screen is locked: the person enters the PIN again. */
  lock?(): void;
};

/** What a mount says about itself when it opens a desk. */
export type MountFacts = {
  readonly dataDir: string;
  /** Folder of the built window (`readStaticFolder`). */
  readonly windowDir: string;
  /** Origin of the pages, for example `https://desktop.example.com.au`; its host name is the WebAuthn RP ID. */
  readonly origin: string;
};
