import type { Act } from '../../contract/acts.ts';
import type { ActHandler } from '../acts/plan.ts';
import { agreementAct } from '../agreements/agreement-act.ts';
import { payeeAccountAct, payeeConfirmAct } from '../payee/payee-acts.ts';
import { ratifySettingAct } from '../settings/ratify-act.ts';
import { ruleApproveAct, ruleProposeAct, rulePublishAct } from './rule-acts.ts';

/** Acts between practices and their network: rules, agreements, payee accounts. */
export const networkActs: {
  readonly [
    K in Extract<
      Act['act'],
      'rule-propose' | 'rule-approve' | 'rule-publish' | 'ratify-setting' | 'agreement' | 'payee-account' | 'payee-confirm'
    >
  ]: ActHandler<K>;
} = {
  'rule-propose': ruleProposeAct,
  'rule-approve': ruleApproveAct,
  'rule-publish': rulePublishAct,
  'ratify-setting': ratifySettingAct,
  agreement: agreementAct,
  'payee-account': payeeAccountAct,
  'payee-confirm': payeeConfirmAct,
};
