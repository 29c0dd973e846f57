import { useState } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NoticeChannel, NoticePoint } from '../../../core/contract/network/notices.ts';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { mobileText } from './mobileText.ts';
import { confirmNotices, noticesQuery, sendNoticeCode } from './queries.ts';

/** An address that gets nothing yet: the code that was sent to it, or another one. */
export const ConfirmPoint = ({ channel, point }: { readonly channel: NoticeChannel; readonly point: NoticePoint }) => {
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const keep = (view: Awaited<ReturnType<typeof confirmNotices>>): void => {
    queries.setQueryData(noticesQuery.queryKey, view);
  };
  const again = useMutation({ mutationFn: sendNoticeCode, onSuccess: keep });
  const confirm = useMutation({ mutationFn: confirmNotices, onSuccess: keep });
  const error = confirm.error ?? again.error;
  const address = channel === 'email' ? point.address : mobileText(point.address);
  const isSetAside = point.confirmed && point.bounces >= 2;
  return (
    <Note tone={isSetAside ? 'warn' : 'waiting'}>
      <Stack gap={8}>
        <span>
          {isSetAside
            ? `${address} refused two messages and gets none until you confirm it again.`
            : `${address} gets nothing until you enter the code that was sent to it.`}
          {point.codeEnds === null ? null : (
            <>
              {' '}
              It counts until <DateTime at={point.codeEnds} form="moment" />.
            </>
          )}
        </span>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate({ channel, code: code.replaceAll(/\s/gu, '') });
          }}
        >
          <Group gap={8} align="flex-end">
            {point.codeEnds === null ? null : (
              <>
                <TextInput
                  label={channel === 'email' ? 'Code from the mail' : 'Code from the SMS'}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={12}
                  w={160}
                  value={code}
                  onChange={(event) => setCode(event.currentTarget.value)}
                />
                <Button type="submit" loading={confirm.isPending} disabled={!/^\d{8}$/u.test(code.replaceAll(/\s/gu, ''))}>
                  Confirm
                </Button>
              </>
            )}
            <Button variant="default" loading={again.isPending} onClick={() => again.mutate(channel)}>
              {point.codeEnds === null ? 'Send a code' : 'Send another code'}
            </Button>
          </Group>
        </form>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      </Stack>
    </Note>
  );
};
