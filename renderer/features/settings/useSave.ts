import { useMutation, useQueryClient } from '@tanstack/react-query';
import { saveSettings, settingsQuery, type SettingsChange } from './queries.ts';

/** Saves settings and shows what the desk now holds. */
export const useSave = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SettingsChange) => saveSettings(change),
    onSuccess: (held) => queries.setQueryData(settingsQuery.queryKey, held),
  });
};
