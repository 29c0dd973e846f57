import { z } from 'zod';
import { officeAnswer } from '../../../contract/desk.ts';
import { type FileAnswer, fileAnswer } from '../../../contract/scalars.ts';
import { setupAnswer } from '../../../contract/status.ts';
import { deskClient } from '../../desk-client.ts';
import { ABC, type House, OFFICE, SAMPLE_PIN, SMITH } from '../cast.ts';
import type { DemoDesk } from '../demo-desk.ts';
import { enrolAll, joinAll, newSeat, type Seat, type Stage } from '../stage.ts';

const okAnswer = z.looseObject({});

/** First run of a desk: names the practice, makes the keys, types part of the recovery key back. */
const firstRun = async (desk: DemoDesk): Promise<{ readonly practice: string; readonly person: string }> => {
  const { house } = desk;
  const api = deskClient(desk.connection, () => null);
  const set = await api.send(
    'POST',
    '/setup',
    {
      kind: house.kind,
      legalName: house.legalName,
      abn: house.abn,
      gst: { registered: true, from: '2020-07-01' },
      verticals: house.verticals,
      person: { name: house.first.name, pin: SAMPLE_PIN },
    },
    setupAnswer,
  );
  const groups = set.askedGroups.map((group) => ({ group, text: set.recoveryGroups[group - 1] ?? '' }));
  await api.send('POST', '/setup/recovery-check', { groups }, okAnswer);
  return set;
};

/** The network office founds a test network; two more people of the office approve rules. */
export const foundOffice = async (stage: Stage): Promise<Seat> => {
  const desk = await stage.open(OFFICE);
  const office = newSeat(stage, desk, await firstRun(desk));
  stage.seat(office);
  await joinAll(stage, office);
  await enrolAll(stage, office);
  return office;
};

/** The trust file as the office hands it out. */
export const trustFile = async (stage: Stage, office: Seat): Promise<FileAnswer> =>
  (await stage.person(office, OFFICE.first.name)).api.get('/trust-file', fileAnswer);

/** A practice's first run: its request goes to the office as a file, the office's answer and the trust file come back. */
export const joinNetwork = async (stage: Stage, office: Seat, house: House): Promise<Seat> => {
  const desk = await stage.open(house);
  const set = await firstRun(desk);
  const seat = newSeat(stage, desk, set);
  const request = await seat.anyone.get('/setup/request', fileAnswer);
  stage.keep('requests', request, `${house.folder}.flip360-request`);
  const registrar = await stage.person(office, OFFICE.first.name);
  await registrar.api.send('POST', '/office/requests', { name: request.name, base64: request.base64 }, officeAnswer);
  const answer = await registrar.api.send('POST', `/exchange/${seat.practice}/export`, {}, fileAnswer);
  stage.keep(
    'exchange',
    answer,
    `${String(stage.written.filter((entry) => entry.path.startsWith('exchange/')).length + 1).padStart(2, '0')}-office-to-${house.folder}.flip360`,
  );
  const trust = await trustFile(stage, office);
  await seat.anyone.send(
    'POST',
    '/setup/register',
    {
      answer: { name: answer.name, base64: answer.base64 },
      trust: { name: trust.name, base64: trust.base64 },
    },
    okAnswer,
  );
  stage.seat(seat);
  await joinAll(stage, seat);
  await enrolAll(stage, seat);
  return seat;
};

/** Both practices join, one after the other. */
export const joinPractices = async (stage: Stage, office: Seat): Promise<{ readonly smith: Seat; readonly abc: Seat }> => {
  const smith = await joinNetwork(stage, office, SMITH);
  const abc = await joinNetwork(stage, office, ABC);
  return { smith, abc };
};
