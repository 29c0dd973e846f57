import { useRef, useState, type ChangeEvent, type DragEvent } from 'react';
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { filesOfChoice, filesOfDrop, type Found } from './readDropped.ts';
import css from './packs.module.css';

/** Takes packs as archives or folders, and the trust file. Everything can be done without a pointer. */
export const PackDrop = ({ words, onFound }: { readonly words: string; readonly onFound: (found: readonly Found[]) => void }) => {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(onFound);
  };
  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    const { files: picked } = event.currentTarget;
    const found = picked === null ? [] : filesOfChoice(picked);
    event.currentTarget.value = '';
    if (found.length > 0) onFound(found);
  };
  return (
    <div
      className={css.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span className={css.dropIcon}>
        <IconUpload size={17} stroke={1.6} aria-hidden="true" />
      </span>
      <span className={css.dropWords}>{words}</span>
      <Button size="xs" onClick={() => folder.current?.click()}>
        Choose a folder…
      </Button>
      <Button size="xs" onClick={() => files.current?.click()}>
        Choose files…
      </Button>
      <input ref={files} type="file" hidden tabIndex={-1} aria-hidden="true" multiple data-pick="files" onChange={onPick} />
      <input
        ref={(input) => {
          folder.current = input;
          // React has no type for choosing a folder, which every browser calls by this name.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        tabIndex={-1}
        aria-hidden="true"
        data-pick="folder"
        onChange={onPick}
      />
    </div>
  );
};
