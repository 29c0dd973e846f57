import { useEffect, useState } from 'react';

/** False until `delay` milliseconds have passed: nothing is shown for waits nobody notices. */
export const useLate = (delay = 200): boolean => {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delay);
    return () => clearTimeout(timer);
  }, [delay]);
  return late;
};
