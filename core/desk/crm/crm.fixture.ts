import type { Hono } from 'hono';
import { NO_STANDING } from '../../domain/contact/document.ts';
import type { ContactFields } from '../../domain/contact/contact.ts';
import type { Role } from '../../protocol/event/catalogue.ts';
import type { Register } from '../../protocol/register/state.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { Api, DeskEnv } from '../api.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commitRecords } from '../records/commit.ts';
import { recordRoutes } from '../routes/record-routes.ts';
import { contactWorkRoutes } from '../routes/contact-work-routes.ts';
import { pipelineRoutes } from '../routes/pipeline-routes.ts';
import { settingsRoutes } from '../routes/settings-routes.ts';
import { workspaceRoutes } from '../routes/workspace-routes.ts';
import { noFields } from '../contacts/form.ts';
import { openTestApi, registerWithRoles, type TestApi } from '../testing/test-api.ts';
import type { TestDesk } from '../testing/test-desk.ts';

export const TOM = '01890000-0000-7000-8000-0000000000b2';

/** Adds a person to the book and answers their id. */
export const addContact = (desk: DeskContext, person: SignedInPerson, name: string, over: Partial<ContactFields> = {}): string => {
  const id = uuidV7(desk.entropy, desk.clock.now());
  const [given = name, family = null] = name.split(' ');
  const fields = {
    ...noFields,
    entity: 'individual' as const,
    displayName: name,
    name: { prefix: null, given, middle: null, family, suffix: null, nickname: null },
    emails: [{ address: `${given.toLowerCase()}@example.com`, label: null }],
    ...over,
  };
  const document = { ...fields, source: { kind: 'entered' as const }, ...NO_STANDING };
  const done = commitRecords(desk, person, { words: 'Added a contact' }, [{ act: 'create', kind: 'contact', id, document }]);
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`);
  return id;
};

/** A register with the person of the test desk, and Tom Walsh as adviser. */
export const registerWithTom = (desk: DeskContext, person: string, roles: readonly Role[]): Register => {
  const register = registerWithRoles(desk, person, roles);
  const tom = {
    person: TOM,
    practice: desk.profile.practice,
    name: 'Tom Walsh',
    roles: [{ from: -1, roles: ['adviser' as const] }],
    leftAt: null,
  };
  return { ...register, people: new Map([...register.people, [TOM, tom]]) };
};

const everyRoute = (api: Api): Hono<DeskEnv> => {
  const routes = contactWorkRoutes(api);
  routes.route(
    '/',
    pipelineRoutes(api, {
      moneyOf: () => {
        throw new Error('this desk has no referrals');
      },
    }),
  );
  routes.route('/', workspaceRoutes(api));
  routes.route('/', settingsRoutes(api));
  routes.route('/', recordRoutes(api));
  return routes;
};

/** The routes of work with contacts, as somebody with these roles. */
export const openCrmApi = (test: TestDesk, roles: readonly Role[] = ['principal']): TestApi => {
  const register = registerWithTom(test.desk, test.person.person, roles);
  const desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
  return openTestApi({ ...test, desk }, everyRoute);
};
