import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { OwnerView } from '../../../../core/contract/crm.ts';
import { STATES } from '../../../../core/domain/calendar/holiday-file.ts';
import { ROUTING_METHODS, type Routing, type RoutingRule } from '../../../../core/domain/crm/routing/route-lead.ts';
import { type Owner, ownerSchema } from '../../../../core/domain/crm/workspace/owner.ts';
import { WORKSPACE_ROLES } from '../../../../core/domain/crm/workspace/role.ts';
import { crmFrameQuery } from '../../crm/queries.ts';
import { replaced, toggled, wholeOf, without } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const methods: Readonly<Record<(typeof ROUTING_METHODS)[number], string>> = {
  'round-robin': 'In turn',
  territory: 'By territory',
  capacity: 'To the one with most room',
  manual: 'By hand',
};

const ownersOf = (views: readonly OwnerView[]): readonly { readonly owner: Owner; readonly words: string }[] =>
  views.flatMap(({ owner, words }) => {
    const read = ownerSchema.safeParse(owner);
    return read.success ? [{ owner: read.data, words }] : [];
  });

type Territory = RoutingRule['territories'][number];

const rangesText = (ranges: Territory['postcodes']): string =>
  ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(', ');

const rangesOf = (text: string): Territory['postcodes'] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = from] = part.split(/\s*[-–]\s*/u);
      return { from, to };
    });

const Owners = ({
  label,
  all,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly all: readonly { readonly owner: Owner; readonly words: string }[];
  readonly chosen: readonly Owner[];
  readonly onChange: (owners: Owner[]) => void;
}) => (
  <Checkbox.Group label={label} value={[...chosen]}>
    <div className={css.checks}>
      {all.map(({ owner, words }) => (
        <Checkbox
          key={owner}
          value={owner}
          label={words}
          onChange={() =>
            onChange(
              toggled(
                all.map((one) => one.owner),
                chosen,
                owner,
              ),
            )
          }
        />
      ))}
    </div>
  </Checkbox.Group>
);

const Rule = ({
  rule,
  owners,
  onChange,
}: {
  readonly rule: RoutingRule;
  readonly owners: readonly { readonly owner: Owner; readonly words: string }[];
  readonly onChange: (rule: RoutingRule) => void;
}) => {
  const write = (part: Partial<RoutingRule>) => onChange({ ...rule, ...part });
  const capacityOf = (owner: Owner): string => {
    const most = rule.capacity.find((one) => one.owner === owner)?.most;
    return most === undefined ? '' : String(most);
  };
  const setCapacity = (owner: Owner, text: string) => {
    const most = wholeOf(text);
    const rest = rule.capacity.filter((one) => one.owner !== owner);
    write({ capacity: most === null ? rest : [...rest, { owner, most }] });
  };
  return (
    <>
      {rule.method === 'territory' ? (
        <>
          {rule.territories.map((territory, at) => {
            const set = (part: Partial<Territory>) => write({ territories: replaced(rule.territories, at, part) });
            return (
              <div key={`territory ${String(at)}`} className={css.block}>
                <div className={css.row}>
                  <TextInput
                    className={css.grow}
                    label="Territory"
                    maxLength={60}
                    value={territory.name}
                    onChange={(event) => set({ name: event.currentTarget.value })}
                  />
                  <TextInput
                    className={css.grow}
                    label="Postcodes"
                    placeholder="2000-2234, 2745"
                    defaultValue={rangesText(territory.postcodes)}
                    onBlur={(event) => set({ postcodes: rangesOf(event.currentTarget.value) })}
                  />
                  <Button aria-label={`Remove ${territory.name}`} onClick={() => write({ territories: without(rule.territories, at) })}>
                    Remove
                  </Button>
                </div>
                <Checkbox.Group label="States" value={territory.states}>
                  <div className={css.checks}>
                    {STATES.map((state) => (
                      <Checkbox
                        key={state}
                        value={state}
                        label={state}
                        onChange={() => set({ states: toggled(STATES, territory.states, state) })}
                      />
                    ))}
                  </div>
                </Checkbox.Group>
                <Owners label="Who takes turns there" all={owners} chosen={territory.owners} onChange={(next) => set({ owners: next })} />
              </div>
            );
          })}
          <div>
            <Button
              leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
              onClick={() =>
                write({
                  territories: [
                    ...rule.territories,
                    {
                      name: `Territory ${rule.territories.length + 1}`,
                      states: [],
                      postcodes: [],
                      owners: owners.slice(0, 1).map((one) => one.owner),
                    },
                  ],
                })
              }
            >
              Add a territory
            </Button>
          </div>
        </>
      ) : rule.method === 'manual' ? null : (
        <Owners label="Who takes part, in this order" all={owners} chosen={rule.pool} onChange={(pool) => write({ pool })} />
      )}
      {rule.method === 'manual' ? null : (
        <div className={css.row}>
          {owners
            .filter(({ owner }) => rule.pool.includes(owner) || rule.territories.some((one) => one.owners.includes(owner)))
            .map(({ owner, words }) => (
              <TextInput
                key={owner}
                label={`Most for ${words}`}
                placeholder="Any number"
                inputMode="numeric"
                w={220}
                value={capacityOf(owner)}
                onChange={(event) => setCapacity(owner, event.currentTarget.value)}
              />
            ))}
        </div>
      )}
    </>
  );
};

/** Per workspace: in turn, by territory, by room, or by hand. */
export const RoutingForm = ({ value, onChange }: StoredFormProps<Routing>) => {
  const { data } = useQuery(crmFrameQuery);
  const owners = ownersOf(data?.owners ?? []);
  return (
    <>
      {WORKSPACE_ROLES.map((role) => {
        const name = data?.workspaces.find((one) => one.role === role)?.name ?? role;
        const rule = value.roles[role];
        const set = (next: RoutingRule) => onChange({ roles: { ...value.roles, [role]: next } });
        return (
          <fieldset key={role} className={`bare ${css.block}`}>
            <legend className="visually-hidden">{name}</legend>
            <NativeSelect
              label={name}
              w={260}
              value={rule.method}
              data={ROUTING_METHODS.map((method) => ({ value: method, label: methods[method] }))}
              onChange={(event) => {
                const method = ROUTING_METHODS.find((one) => one === event.currentTarget.value);
                if (method !== undefined) set({ ...rule, method });
              }}
            />
            <Rule rule={rule} owners={owners} onChange={set} />
          </fieldset>
        );
      })}
    </>
  );
};
