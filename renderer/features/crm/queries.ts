import { queryOptions } from '@tanstack/react-query';
import { taskList, ticketList } from '../../../core/contract/contact-work.ts';
import { crmFrame } from '../../../core/contract/crm.ts';
import { dealBoard, pipelineNames, referralBoard } from '../../../core/contract/pipeline.ts';
import { contactWork, dashboard, drillRows, workspaceQueue, workToday } from '../../../core/contract/workspaces.ts';
import type { WorkspaceRole } from '../../../core/domain/crm/workspace/role.ts';
import { request } from '../../client.ts';

/** Stages, workspaces, owners and what the person may do. */
export const crmFrameQuery = queryOptions({
  queryKey: ['crm'],
  queryFn: ({ signal }) => request('GET', '/api/crm', crmFrame, { signal }),
});

/** Everything about the work with one contact. */
export const contactWorkQuery = (id: string) =>
  queryOptions({
    queryKey: ['crm', 'contact', id],
    queryFn: ({ signal }) => request('GET', `/api/crm/contacts/${encodeURIComponent(id)}`, contactWork, { signal }),
  });

export const workTodayQuery = queryOptions({
  queryKey: ['crm', 'today'],
  queryFn: ({ signal }) => request('GET', '/api/crm/today', workToday, { signal }),
});

export const tasksQuery = (view: string) =>
  queryOptions({
    queryKey: ['crm', 'tasks', view],
    queryFn: ({ signal }) => request('GET', `/api/tasks?view=${encodeURIComponent(view)}`, taskList, { signal }),
  });

export const ticketsQuery = (view: string) =>
  queryOptions({
    queryKey: ['crm', 'tickets', view],
    queryFn: ({ signal }) => request('GET', `/api/tickets?view=${encodeURIComponent(view)}`, ticketList, { signal }),
  });

export const pipelinesQuery = queryOptions({
  queryKey: ['crm', 'pipelines'],
  queryFn: ({ signal }) => request('GET', '/api/pipelines', pipelineNames, { signal }),
});

export const dealBoardQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['crm', 'board', pipeline],
    queryFn: ({ signal }) => request('GET', `/api/pipelines/deals/${encodeURIComponent(pipeline)}`, dealBoard, { signal }),
  });

export const referralBoardQuery = (direction: 'sent' | 'received') =>
  queryOptions({
    queryKey: ['crm', 'board', 'referrals', direction],
    queryFn: ({ signal }) => request('GET', `/api/pipelines/referrals/${direction}`, referralBoard, { signal }),
  });

export interface QueueSearch {
  readonly role: WorkspaceRole;
  readonly owner: 'mine' | 'all' | 'nobody';
  readonly as: string | undefined;
}

export const queueQuery = ({ role, owner, as }: QueueSearch) =>
  queryOptions({
    queryKey: ['crm', 'queue', role, owner, as],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ owner, limit: '200', ...(as === undefined ? {} : { as }) });
      return request('GET', `/api/workspaces/${role}/queue?${query}`, workspaceQueue, { signal });
    },
  });

export const dashboardQuery = (months: number, as: string | undefined) =>
  queryOptions({
    queryKey: ['crm', 'dashboard', months, as],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ months: String(months), ...(as === undefined ? {} : { as }) });
      return request('GET', `/api/workspaces/cmo/dashboard?${query}`, dashboard, { signal });
    },
  });

/** A figure, a bar or a stage whose rows are asked for. */
export interface Drill {
  readonly figure: 'contacts' | 'won' | 'lost' | 'activities' | 'stage' | 'entered' | 'health' | 'role';
  readonly of?: string;
}

export const drillQuery = (drill: Drill, months: number, as: string | undefined) =>
  queryOptions({
    queryKey: ['crm', 'drill', drill, months, as],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        figure: drill.figure,
        months: String(months),
        ...(drill.of === undefined ? {} : { of: drill.of }),
        ...(as === undefined ? {} : { as }),
      });
      return request('GET', `/api/workspaces/cmo/rows?${query}`, drillRows, { signal });
    },
  });
