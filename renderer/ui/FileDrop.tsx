import { useRef, useState, type ChangeEvent, type DragEvent, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import css from './FileDrop.module.css';

export interface FileDropProps {
  /** "Drop more packs here, one or many." */
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  /** As the accept attribute: ".csv,.vcf". Dropped files are not filtered: the desk says what is wrong with them. */
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly button?: string;
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Drop zone with a real button beside it, so that it works without a pointer. */
export const FileDrop = ({
  children,
  hint,
  icon,
  accept,
  multiple = false,
  button = 'Choose files…',
  disabled = false,
  onFiles,
}: FileDropProps) => {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const give = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !disabled) onFiles(multiple ? files : files.slice(0, 1));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    give(event.dataTransfer.files);
  };
  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    give(event.currentTarget.files);
    event.currentTarget.value = '';
  };
  const onOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(!disabled);
  };
  return (
    <div className={css.drop} data-over={over} onDragOver={onOver} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <span className={css.icon}>{icon ?? <IconUpload size={17} stroke={1.6} aria-hidden="true" />}</span>
      <span className={css.words}>
        {children}
        {hint === undefined ? null : <span className={css.hint}>{hint}</span>}
      </span>
      <Button size="xs" disabled={disabled} onClick={() => input.current?.click()}>
        {button}
      </Button>
      <input ref={input} type="file" hidden tabIndex={-1} aria-hidden="true" accept={accept} multiple={multiple} onChange={onPick} />
    </div>
  );
};
