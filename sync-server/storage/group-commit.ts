type Waiting<J, A> = { readonly job: J; readonly done: (answer: A) => void; readonly failed: (error: unknown) => void };

/**
 * Lets requests that come while a transaction runs share the next one: one sync of the disk for all of them. `run` answers job by job, in order; if it
 * throws, each job is tried alone, so that one that cannot be stored fails alone.
 */
export const createGroupCommit = <J, A>(run: (jobs: readonly J[]) => Promise<readonly A[]>, most: number): ((job: J) => Promise<A>) => {
  let waiting: Waiting<J, A>[] = [];
  let running = false;
  const settle = async (group: readonly Waiting<J, A>[]): Promise<void> => {
    try {
      const answers = await run(group.map(({ job }) => job));
      for (const [at, { done, failed }] of group.entries()) {
        const answer = answers[at];
        if (answer === undefined) failed(new Error('a job was not answered'));
        else done(answer);
      }
    } catch (error) {
      const [only] = group;
      if (group.length === 1) only?.failed(error);
      else for (const one of group) await settle([one]);
    }
  };
  const turn = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await settle(group);
    }
    running = false;
  };
  return (job) =>
    new Promise((done, failed) => {
      waiting.push({ job, done, failed });
      if (running) return;
      running = true;
      // Not at once: what has already reached this process comes along.
      setImmediate(() => void turn());
    });
};
