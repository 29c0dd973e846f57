import { emitKeypressEvents } from 'node:readline';
import { CannotOpen } from './outcome.ts';

/**
 * A secret from an environment variable, else typed at the terminal without echo. Throws `CannotOpen` where neither is possible.
 */
export const askSecret = async (variable: string, prompt: string): Promise<string> => {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY)
    throw new CannotOpen(`${prompt} is needed and there is no terminal to ask at.`, `Set the environment variable ${variable}.`);
  process.stderr.write(`${prompt}: `);
  emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  try {
    return await typed();
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stderr.write('\n');
  }
};

/** As `askSecret`, for a secret that is chosen now: typed twice at the terminal, so that a slip does not seal something for good. */
export const askNewSecret = async (variable: string, prompt: string): Promise<string> => {
  const first = await askSecret(variable, prompt);
  const again = await askSecret(variable, `${prompt}, again`);
  if (first !== again) throw new CannotOpen('The two are not the same.', 'Start the command again.');
  return first;
};

type Key = { readonly name?: string; readonly ctrl?: boolean };

const typed = (): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const onKey = (character: string | undefined, key: Key): void => {
      if (key.ctrl === true && (key.name === 'c' || key.name === 'd'))
        finish(() => reject(new CannotOpen('Stopped.', 'Start the command again.')));
      else if (key.name === 'return' || key.name === 'enter') finish(() => resolve(text));
      else if (key.name === 'backspace') text = text.slice(0, -1);
      else if (character !== undefined && key.ctrl !== true) text += character;
    };
    const finish = (end: () => void): void => {
      process.stdin.off('keypress', onKey);
      end();
    };
    process.stdin.on('keypress', onKey);
  });
