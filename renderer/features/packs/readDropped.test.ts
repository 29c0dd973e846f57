import { describe, expect, it } from 'vitest';
import { readDropped, type Found } from './readDropped.ts';

const file = (path: string, text = 'x'): Found => ({
  path,
  file: new File([text], path.split('/').at(-1) ?? ''),
});

describe('what is handed to the pack opener', () => {
  it('takes archives, and the trust file by what it begins with', async () => {
    const { packs, trust, strange } = await readDropped([file('one.zip'), file('network.txt', 'flip360-trust/1\nnetwork N\n')]);
    expect(packs.map(({ name }) => name)).toEqual(['one.zip']);
    expect(trust).toEqual({ name: 'network.txt', text: 'flip360-trust/1\nnetwork N\n' });
    expect(strange).toEqual([]);
  });

  it('takes a folder with a MANIFEST as one pack, with paths inside it', async () => {
    const { packs } = await readDropped([file('EP-1/MANIFEST'), file('EP-1/events/00000001.json', '{}'), file('EP-1/nested/MANIFEST')]);
    expect(packs).toHaveLength(1);
    const [pack] = packs;
    expect(pack?.name).toBe('EP-1');
    expect(pack?.input instanceof Map ? [...pack.input.keys()] : []).toEqual(['MANIFEST', 'events/00000001.json', 'nested/MANIFEST']);
    expect(pack?.bytes).toBe(4);
  });

  it('takes every archive of a folder of packs and names what is neither', async () => {
    const { packs, strange } = await readDropped([file('all/one.zip'), file('all/two.ZIP'), file('all/notes.docx')]);
    expect(packs.map(({ name }) => name)).toEqual(['all/one.zip', 'all/two.ZIP']);
    expect(strange).toEqual(['all/notes.docx']);
  });

  it('judges a single file whatever its name, so that a renamed pack is not overlooked', async () => {
    expect((await readDropped([file('pack.renamed')])).packs.map(({ name }) => name)).toEqual(['pack.renamed']);
  });
});
