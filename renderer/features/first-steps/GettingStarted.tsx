import { useQuery } from '@tanstack/react-query';
import { Card } from '../../ui/Card.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { firstStepsQuery } from './queries.ts';
import { StepList } from './StepList.tsx';

/** The welcome of a new member on its first page: shown until the module is passed and every step is done. */
export const GettingStarted = () => {
  const { data } = useQuery(firstStepsQuery);
  if (data === undefined) return null;
  const steps = [
    {
      name: `Work through “${data.module.title}”`,
      detail: data.passed === null ? 'Four short parts with two questions each. You sign the result.' : 'You have passed.',
      done: data.passed !== null,
      href: '/first-steps',
    },
    ...data.steps,
  ];
  const done = steps.filter((step) => step.done).length;
  return done === steps.length ? null : (
    <Card
      title="Getting started"
      count={`${String(done)} of ${String(steps.length)}`}
      aside={<HrefLink href="/first-steps">First steps</HrefLink>}
    >
      <StepList steps={steps} />
    </Card>
  );
};
