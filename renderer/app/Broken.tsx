import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { problemOf } from '../client.ts';
import { ErrorPage } from '../ui/ErrorPage.tsx';

/** A page that failed while it was shown. */
export const Broken = ({ error, reset }: ErrorComponentProps) => (
  <ErrorPage
    problem={problemOf(error)}
    acts={
      <Button variant="filled" size="md" onClick={reset}>
        Open the page again
      </Button>
    }
  />
);
