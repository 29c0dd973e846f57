import { Hono } from 'hono';
import { z } from 'zod';
import {
  activityEdit,
  activityInput,
  noteEdit,
  noteInput,
  taskEdit,
  taskInput,
  taskQuery,
  ticketActInput,
  ticketEdit,
  ticketInput,
  ticketQuery,
} from '../../contract/contact-work.ts';
import { handOverInput, stageInput, stagesInput } from '../../contract/crm.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { addActivity, addNote, editActivity, editNote, removeActivity, removeNote } from '../crm/contact-notes.ts';
import { contactWork } from '../crm/contact-work.ts';
import { crmFrame } from '../crm/frame.ts';
import { handOver } from '../crm/hand-overs.ts';
import { workToday } from '../crm/queue.ts';
import { putInStage, putManyInStage } from '../crm/stages.ts';
import { addTask, editTask, listTasks, removeTask, tickTask } from '../crm/tasks.ts';
import { actOnTicket, editTicket, listTickets, openTicket, removeTicket } from '../crm/tickets.ts';
import { valid } from '../http/valid.ts';

const byId = z.object({ id: uuid });

const notes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/notes', needs(api, 'edit-contacts'), valid('json', noteInput), (c) =>
    reply(c, addNote(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.put('/notes/:id', needs(api, 'edit-contacts'), valid('param', byId), valid('json', noteEdit), (c) =>
    reply(c, editNote(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.delete('/notes/:id', needs(api, 'edit-contacts'), valid('param', byId), (c) =>
    reply(c, removeNote(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  routes.post('/activities', needs(api, 'edit-contacts'), valid('json', activityInput), (c) =>
    reply(c, addActivity(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.put('/activities/:id', needs(api, 'edit-contacts'), valid('param', byId), valid('json', activityEdit), (c) =>
    reply(c, editActivity(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.delete('/activities/:id', needs(api, 'edit-contacts'), valid('param', byId), (c) =>
    reply(c, removeActivity(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  return routes;
};

const tasks = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/tasks', needs(api, 'see-clients'), valid('query', taskQuery), (c) =>
    reply(c, ok(listTasks(c.var.desk, c.var.person, c.req.valid('query')))),
  );
  routes.post('/tasks', needs(api, 'edit-contacts'), valid('json', taskInput), (c) =>
    reply(c, addTask(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.put('/tasks/:id', needs(api, 'edit-contacts'), valid('param', byId), valid('json', taskEdit), (c) =>
    reply(c, editTask(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.delete('/tasks/:id', needs(api, 'edit-contacts'), valid('param', byId), (c) =>
    reply(c, removeTask(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  routes.post('/tasks/:id/done', needs(api, 'edit-contacts'), valid('param', byId), valid('json', z.object({ done: z.boolean() })), (c) =>
    reply(c, tickTask(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json').done)),
  );
  return routes;
};

const tickets = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/tickets', needs(api, 'see-clients'), valid('query', ticketQuery), (c) =>
    reply(c, ok(listTickets(c.var.desk, c.var.person, c.req.valid('query')))),
  );
  routes.post('/tickets', needs(api, 'edit-contacts'), valid('json', ticketInput), (c) =>
    reply(c, openTicket(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.put('/tickets/:id', needs(api, 'edit-contacts'), valid('param', byId), valid('json', ticketEdit), (c) =>
    reply(c, editTicket(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.delete('/tickets/:id', needs(api, 'edit-contacts'), valid('param', byId), (c) =>
    reply(c, removeTicket(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  routes.post('/tickets/:id/act', needs(api, 'edit-contacts'), valid('param', byId), valid('json', ticketActInput), (c) =>
    reply(c, actOnTicket(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  return routes;
};

/** Notes, activities, tasks, tickets, lifecycle stages and hand-overs of contacts; every change can be taken back. */
export const contactWorkRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.route('/', notes(api));
  routes.route('/', tasks(api));
  routes.route('/', tickets(api));
  routes.get('/crm', needs(api, 'see-clients'), (c) => reply(c, ok(crmFrame(c.var.desk, c.var.person))));
  routes.get('/crm/today', needs(api, 'see-clients'), (c) => reply(c, ok(workToday(c.var.desk, c.var.person))));
  routes.get('/crm/contacts/:id', needs(api, 'see-clients'), valid('param', byId), (c) =>
    reply(c, contactWork(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  routes.post('/crm/contacts/:id/stage', needs(api, 'edit-contacts'), valid('param', byId), valid('json', stageInput), (c) =>
    reply(c, putInStage(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.post('/crm/contacts/:id/hand-over', needs(api, 'assign-contacts'), valid('param', byId), valid('json', handOverInput), (c) =>
    reply(c, handOver(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  // Thousands of contacts are checked one by one: a job, so that the desk answers meanwhile.
  routes.post('/crm/stages', needs(api, 'edit-contacts'), valid('json', stagesInput), (c) => {
    const { desk, person } = c.var;
    const input = c.req.valid('json');
    return c.json(api.jobs.start('stages', (control) => putManyInStage(desk, person, input, control)));
  });
  return routes;
};
