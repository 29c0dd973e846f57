import type { Act } from '../../contract/acts.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import type { Decide } from './engine.ts';
import type { ActHandler, ActOf, Plan } from './plan.ts';

/** One handler for each kind of act: the compiler asks for every one of them. */
export type ActHandlers = { readonly [K in Act['act']]: ActHandler<K> };

/** The decision over all acts. */
export const decideWith =
  (handlers: ActHandlers): Decide =>
  (desk, person, act) =>
    dispatch(handlers, desk, person, act);

const dispatch = <K extends Act['act']>(handlers: ActHandlers, desk: DeskContext, person: SignedInPerson, act: ActOf<K>): Result<Plan, Refusal> => {
  const handler: ActHandler<K> = handlers[act.act as K];
  return handler(desk, person, act);
};
