import { z } from 'zod';
import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import { parseRuleVersion, ruleVersionHash, type RuleVersion } from '../../domain/commission/rule-version.ts';
import type { DeskContext } from '../context.ts';

type RuleTables = { rule_content: { hash: string; content: string } };
const sql = queryBuilder<RuleTables>();

/** The content of a rule version that the register states by hash; undefined while the content has not arrived. */
export const ruleContent = (desk: Pick<DeskContext, 'db'>, hash: string): RuleVersion | undefined => {
  const row = desk.db.get(sql.selectFrom('rule_content').select('content').where('hash', '=', hash));
  if (row === undefined) return undefined;
  const parsed = parseRuleVersion(z.json().parse(JSON.parse(row.content)));
  return parsed.ok && ruleVersionHash(parsed.value) === hash ? parsed.value : undefined;
};
