import { err, ok } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import { registerOf } from '../context.ts';
import { officeBarred } from '../office/registrar-act.ts';
import { refuseToSign } from '../refusal.ts';
import { ratifiableSettings } from './ratifiable.ts';
import { contentOf, ratificationOf } from './ratification.ts';

/**
 * A person of the network office signs what a compliance setting says at this desk now. It counts for every practice whose
 * setting says the same.
 */
export const ratifySettingAct: ActHandler<'ratify-setting'> = (desk, person, act) => {
  const register = registerOf(desk);
  const barred = officeBarred(desk, person, 'Only the network office ratifies');
  if (barred !== null) return err(barred);
  const definition = ratifiableSettings.get(act.setting);
  if (definition === undefined)
    return refuseToSign(
      'setting-unknown',
      404,
      'This setting is not ratified',
      'No setting of that name waits for the network office.',
      'Choose one from the list.',
    );
  const value = definition.valueOf(desk);
  const standing = ratificationOf(desk, act.setting, value);
  const name = register.people.get(person.person)?.name ?? person.name;
  if (standing.by.includes(name))
    return refuseToSign(
      'ratified-by-you',
      409,
      'You have signed this already',
      'Each person’s signature counts once.',
      'Ask another person of the office.',
    );
  return ok({
    words: `The network office stands behind “${definition.title}”: ${definition.words(desk)}.`,
    facts: [
      { label: 'Signed so far', value: `${String(standing.by.length)} of ${String(standing.needed)}` },
      { label: 'SHA-256', value: contentOf(desk, value) },
    ],
    ticks: [{ id: 'read', text: 'I have read what it says' }],
    warnings: [],
    events: [() => ({ type: 'setting.ratified', body: { setting: act.setting, content: contentOf(desk, value) } })],
    assertion: { need: 'offered', why: 'What practices may use is a high-value act.' },
  });
};
