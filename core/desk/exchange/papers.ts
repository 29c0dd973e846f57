import { parseRuleVersion } from '../../domain/commission/rule-version.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { ExchangeDocument } from '../../protocol/exchange/body.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { checkpointNow } from '../ledger/checkpoint.ts';
import { networkCheckpointPaper } from '../network/peer-checkpoints.ts';
import type { Chosen } from './choose.ts';
import { exchangeSql } from './tables.ts';

/** Highest n held of every stream that the counterpart may have sent from: its own keys, and streams that came in its files. */
export const seenBy = (desk: DeskContext, practice: string): Readonly<Record<string, number>> => {
  const streams = new Set(
    desk.db.all(exchangeSql.selectFrom('exchange_stream').select('stream').where('practice', '=', practice)).map((row) => row.stream),
  );
  for (const key of registerOf(desk).keys.values()) if (key.practice === practice && key.use !== 'passkey') streams.add(key.key);
  const heads = [...streams].map((stream) => [stream, desk.ledger.head(stream)?.n] as const);
  return Object.fromEntries(heads.flatMap(([stream, n]) => (n === undefined ? [] : [[stream, n] as const])));
};

/** Papers that are no events: rule contents named by the events in the file, the checkpoint of this log and of the network's, what was received from the counterpart. */
export const papers = (desk: DeskContext, practice: string, records: Chosen['records']): readonly ExchangeDocument[] => {
  const received = desk.db.all(
    exchangeSql.selectFrom('exchange_counter').select(['key', 'seq']).where('practice', '=', practice).where('direction', '=', 'received'),
  );
  const documents: ExchangeDocument[] = [
    { kind: 'received', content: Object.fromEntries(received.map((row) => [row.key, row.seq])) },
    { kind: 'checkpoint', content: new TextDecoder().decode(checkpointNow(desk).note) },
    ...networkCheckpointPaper(desk),
  ];
  const contents = new Set<string>();
  for (const { type, hash } of records) {
    const event = type === 'rule.published' ? desk.ledger.known(bytesToHex(hash)) : undefined;
    if (event?.type === 'rule.published') contents.add(event.body.content);
  }
  for (const hash of contents) {
    const row = desk.db.get(exchangeSql.selectFrom('rule_content').select('content').where('hash', '=', hash));
    const rule = row === undefined ? undefined : parseRuleVersion(JSON.parse(row.content));
    if (rule?.ok === true) documents.push({ kind: 'rule', content: rule.value });
  }
  return documents;
};
