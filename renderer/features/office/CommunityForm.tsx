import { useState } from 'react';
import { Button, Group, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import type { z } from 'zod';
import type { communityRow } from '../../../core/contract/membership.ts';
import { type Outline, readGeoJson, readTypedPoints } from '../../../core/domain/place/outline.ts';
import { isInside } from '../../../core/domain/place/place.ts';
import { Card } from '../../ui/Card.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Note } from '../../ui/Note.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './OfficePage.module.css';
import { OutlineMap } from './OutlineMap.tsx';
import { outlineRefusal, outlineWarnings } from './outlineWords.ts';

export type Community = z.infer<typeof communityRow>;

/** The largest file that is read: an outline of a whole state stays below it. */
const MOST_BYTES = 20 * 1024 * 1024;

type Read = { readonly outline: Outline } | { readonly problem: string } | undefined;

const readFile = async (file: File): Promise<Read> => {
  if (file.size > MOST_BYTES) return { problem: 'This file is larger than 20 MB. Save the one area alone.' };
  const read = readGeoJson(await file.text());
  return read.ok ? { outline: read.value } : { problem: outlineRefusal(read.error, 'point') };
};

const readText = (text: string): Read => {
  if (text.trim() === '') return undefined;
  const read = readTypedPoints(text);
  return read.ok ? { outline: read.value } : { problem: outlineRefusal(read.error, 'line') };
};

const typed = (points: Community['polygon']): string =>
  points.map(({ lat, lon }) => `${(lat / 1e6).toFixed(6)}, ${(lon / 1e6).toFixed(6)}`).join('\n');

export interface CommunityFormProps {
  /** The community that gets another outline or name; null for a new one. */
  readonly held: Community | null;
  /** Members that have said where they work. */
  readonly located: readonly { readonly name: string; readonly at: Community['polygon'][number] }[];
  readonly onClose: () => void;
}

/** Name and outline of a community: from a GeoJSON file or point by point, looked at before it is signed. */
export const CommunityForm = ({ held, located, onClose }: CommunityFormProps) => {
  const [name, setName] = useState(held?.name ?? '');
  const [way, setWay] = useState<'file' | 'points'>(held === null ? 'file' : 'points');
  const [fromFile, setFromFile] = useState<Read>();
  const [text, setText] = useState(held === null ? '' : typed(held.polygon));
  const [signing, setSigning] = useState(false);
  const read = way === 'file' ? fromFile : readText(text);
  const outline = read !== undefined && 'outline' in read ? read.outline : undefined;
  const inside = outline === undefined ? [] : located.filter((member) => isInside(member.at, outline.points));
  return (
    <Card level={3} title={held === null ? 'A new community' : `Another outline for ${held.name}`}>
      <Stack gap={14}>
        <div className={css.sentence}>
          <TextInput
            label="Name of the community"
            maxLength={200}
            w={300}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label="How the outline is entered"
            data={[
              { value: 'file', label: 'From a file' },
              { value: 'points', label: 'By points' },
            ]}
            value={way}
            onChange={(value) => setWay(value === 'points' ? 'points' : 'file')}
          />
        </div>
        {way === 'file' ? (
          <FileDrop
            accept=".geojson,.json"
            button="Choose a GeoJSON file…"
            hint="One polygon without holes, as map programs save it. It is read here and stays here."
            onFiles={([file]) => {
              if (file !== undefined) void readFile(file).then(setFromFile);
            }}
          >
            Drop the outline (.geojson) here
          </FileDrop>
        ) : (
          <Textarea
            label="Points of the outline"
            description="One on each line, latitude first: -33.9105, 151.1550. The last is joined to the first"
            autosize
            minRows={4}
            maxRows={12}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {read !== undefined && 'problem' in read ? (
          <Note tone="bad" live="polite">
            {read.problem}
          </Note>
        ) : null}
        {outline === undefined ? null : (
          <>
            {outlineWarnings(outline).map((warning) => (
              <Note key={warning} tone="warn">
                {warning}
              </Note>
            ))}
            <OutlineMap name={name} points={outline.points} members={inside} />
            <p className="second">
              {inside.length === 0
                ? 'No member that has said where it works lies inside.'
                : `Inside: ${inside.map((member) => member.name).join(', ')}.`}
            </p>
          </>
        )}
        <Group>
          <Button variant="filled" disabled={outline === undefined || name.trim() === ''} onClick={() => setSigning(true)}>
            {held === null ? 'Define the community…' : 'Change the community…'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
      {signing && outline !== undefined ? (
        <ActSheet
          act={{ act: 'community-define', community: held?.community ?? null, name: name.trim(), polygon: [...outline.points] }}
          title={held === null ? 'Define a community' : 'Change a community'}
          verb="Sign"
          onClose={() => setSigning(false)}
          onSigned={onClose}
        />
      ) : null}
    </Card>
  );
};
