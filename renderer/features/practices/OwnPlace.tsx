import { useState } from 'react';
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { placeWords } from '../../../core/domain/place/place-words.ts';
import { Card } from '../../ui/Card.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { memberRecordQuery } from '../office/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import { degrees } from './degrees.ts';

const STATES = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'] as const;
type State = (typeof STATES)[number];
const isState = (text: string): text is State => STATES.some((state) => state === text);

const PlaceAct = ({ onClose }: { readonly onClose: () => void }) => {
  const [locality, setLocality] = useState('');
  const [state, setState] = useState<State>('NSW');
  const [postcode, setPostcode] = useState('');
  const [latText, setLat] = useState('');
  const [lonText, setLon] = useState('');
  const lat = degrees(latText, 90);
  const lon = degrees(lonText, 180);
  const missing =
    locality.trim() === ''
      ? 'The suburb or town is missing.'
      : !/^[0-9]{4}$/u.test(postcode)
        ? 'A postcode has four digits.'
        : lat === undefined || lon === undefined
          ? 'Latitude and longitude are numbers such as -33.9105.'
          : undefined;
  return (
    <ActSheet
      act={
        missing !== undefined || lat === undefined || lon === undefined
          ? null
          : { act: 'locate', locality: locality.trim(), state, postcode, at: { lat, lon } }
      }
      missing={missing}
      title="State where your practice works"
      verb="Sign"
      onClose={onClose}
      onSigned={() => undefined}
    >
      <TextInput label="Suburb or town" maxLength={100} value={locality} onChange={(event) => setLocality(event.currentTarget.value)} />
      <NativeSelect
        label="State"
        w={140}
        data={[...STATES]}
        value={state}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (isState(value)) setState(value);
        }}
      />
      <TextInput
        label="Postcode"
        w={140}
        inputMode="numeric"
        maxLength={4}
        value={postcode}
        onChange={(event) => setPostcode(event.currentTarget.value)}
      />
      <TextInput
        label="Latitude"
        description="From a map, in degrees: south is negative"
        w={220}
        maxLength={12}
        value={latText}
        onChange={(event) => setLat(event.currentTarget.value)}
      />
      <TextInput label="Longitude" w={220} maxLength={12} value={lonText} onChange={(event) => setLon(event.currentTarget.value)} />
    </ActSheet>
  );
};

/** Where this practice works, as every member can read and search it. */
export const OwnPlace = ({ practice, maySign }: { readonly practice: string; readonly maySign: boolean }) => {
  const { data } = useQuery(memberRecordQuery(practice));
  const [open, setOpen] = useState(false);
  const located = data?.located ?? null;
  return (
    <Card title="Where you work">
      <Stack gap={10}>
        <KeyValues
          items={[
            {
              label: 'Place',
              value: placeWords(located),
              missing: 'Not stated',
            },
          ]}
        />
        <p className="second">Other members search by it: within 50 km, or in a community of the network.</p>
        {maySign ? (
          <div>
            <Button size="xs" onClick={() => setOpen(true)}>
              {located === null ? 'State the place…' : 'Change the place…'}
            </Button>
          </div>
        ) : null}
      </Stack>
      {open ? <PlaceAct onClose={() => setOpen(false)} /> : null}
    </Card>
  );
};
