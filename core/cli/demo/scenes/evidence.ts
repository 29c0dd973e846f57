import { packRow } from '../../../contract/desk.ts';
import { fileAnswer } from '../../../contract/scalars.ts';
import { SMITH } from '../cast.ts';
import type { Seat, Stage, Written } from '../stage.ts';

/** Smith exports the evidence pack. */
export const exportPack = async (
  stage: Stage,
  smith: Seat,
  referral: string,
): Promise<{
  readonly zip: Written;
  readonly bytes: Uint8Array;
  readonly interim: boolean;
  readonly label: string;
}> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const row = await api.job('/packs', { referral }, packRow);
  const file = await api.get(`/packs/${row.id}/zip`, fileAnswer);
  return {
    zip: stage.keep('pack', file),
    bytes: Uint8Array.from(Buffer.from(file.base64, 'base64')),
    interim: row.interim,
    label: row.label,
  };
};
