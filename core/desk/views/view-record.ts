import { type ViewDocument, viewSchema } from '../../domain/view/view-document.ts';
import type { RecordDefinition } from '../records/definition.ts';

/** A saved view. Everybody who sees contacts may keep views; whose they are is checked where they are changed. */
export const viewDefinition: RecordDefinition<ViewDocument> = {
  kind: 'view',
  name: 'view',
  schema: viewSchema,
  nested: [],
  change: 'see-clients',
  remove: 'see-clients',
  fieldNames: { state: 'what it shows', standard: 'opens first' },
  unquoted: ['state'],
  subjectOf: () => null,
  labelOf: (view) => view.name,
  searchOf: (view) => (view.shared ? { title: view.name, words: '', digits: '' } : null),
};
