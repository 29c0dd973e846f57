/**
 * How far a field may travel. `public`: anybody may see it, such as a practice's own ABN. `member-internal`: the practice and, where signed, its
 * counterparts. `sensitive`: about a client; leaves only through a declared exit. `restricted`: never in an export or a log, such as bank
 * account numbers.
 */
export const DATA_CLASSES = ['public', 'member-internal', 'sensitive', 'restricted'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

export const CLASS_NAMES: Readonly<Record<DataClass, string>> = {
  public: 'Public',
  'member-internal': 'Member-internal',
  sensitive: 'Sensitive',
  restricted: 'Restricted',
};

/** Where data may go. `log`: a line that a program writes; `export`: a file that a person asked for; `person`: the person themselves. */
export type Destination = 'log' | 'export' | 'person';

/** Whether a field of a class may go there at all; who may ask for it is another question. */
export const mayReach = (dataClass: DataClass, destination: Destination): boolean => {
  switch (destination) {
    case 'log':
      return dataClass === 'public' || dataClass === 'member-internal';
    case 'export':
      return dataClass !== 'restricted';
    case 'person':
      return true;
  }
};
