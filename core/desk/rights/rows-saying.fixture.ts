import type { Database } from '../../adapters/sqlite/database.ts';

/** The table of every row that holds the word, in a text or a blob, whatever its case: once for each row. */
export const rowsSaying = (db: Database, word: string): readonly string[] =>
  db
    .statement<[], { readonly name: string }>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .flatMap(({ name }) =>
      db
        .statement<[], Readonly<Record<string, unknown>>>(`select * from "${name}"`)
        .all()
        .filter((row) =>
          Object.values(row).some((value) =>
            (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value))
              .toLowerCase()
              .includes(word.toLowerCase()),
          ),
        )
        .map(() => name),
    );
