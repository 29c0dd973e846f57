import type { ReactNode } from 'react';
import { businessRegisterSettingSchema } from '../../../../core/domain/identity/business-register.ts';
import { gateSetSchema } from '../../../../core/domain/compliance/gate-set.ts';
import { ownFieldsSchema } from '../../../../core/domain/contact/own-field.ts';
import { lifecycleSchema } from '../../../../core/domain/crm/lifecycle/stages.ts';
import { pipelinesSchema } from '../../../../core/domain/crm/pipeline/pipeline.ts';
import { referralBoardSchema } from '../../../../core/domain/crm/pipeline/referral-steps.ts';
import { routingSchema } from '../../../../core/domain/crm/routing/route-lead.ts';
import { slaPolicySchema, workingTimeSchema } from '../../../../core/domain/crm/sla/sla-policy.ts';
import { workspacesSchema } from '../../../../core/domain/crm/workspace/workspaces.ts';
import { senderSchema } from '../../../../core/domain/marketing/sender.ts';
import { welcomeSchema } from '../../../../core/domain/wording/welcome.ts';
import { BusinessRegisterForm } from './BusinessRegisterForm.tsx';
import { GatesForm } from './GatesForm.tsx';
import { LifecycleForm } from './LifecycleForm.tsx';
import { OwnFieldsForm } from './OwnFieldsForm.tsx';
import { PipelinesForm } from './PipelinesForm.tsx';
import { PromisesForm } from './PromisesForm.tsx';
import { ReferralBoardForm } from './ReferralBoardForm.tsx';
import { RoutingForm } from './RoutingForm.tsx';
import { SenderForm } from './SenderForm.tsx';
import { StoredSetting } from './StoredSetting.tsx';
import { WelcomeForm } from './WelcomeForm.tsx';
import { WorkingTimeForm } from './WorkingTimeForm.tsx';
import { WorkspacesForm } from './WorkspacesForm.tsx';

/** The settings of work with contacts, by the name each has in the store. */
export type CrmSetting =
  | 'workspaces'
  | 'lifecycle'
  | 'pipelines'
  | 'routing'
  | 'working-time'
  | 'service-promises'
  | 'referral-board'
  | 'contact-fields'
  | 'marketing-sender'
  | 'compliance-gates'
  | 'business-register'
  | 'welcome';

/** The form of one setting of work with contacts. */
export const CrmSettings = ({ name }: { readonly name: CrmSetting }): ReactNode => {
  switch (name) {
    case 'workspaces':
      return <StoredSetting name={name} schema={workspacesSchema} form={WorkspacesForm} />;
    case 'lifecycle':
      return <StoredSetting name={name} schema={lifecycleSchema} form={LifecycleForm} />;
    case 'pipelines':
      return <StoredSetting name={name} schema={pipelinesSchema} form={PipelinesForm} />;
    case 'routing':
      return <StoredSetting name={name} schema={routingSchema} form={RoutingForm} />;
    case 'working-time':
      return <StoredSetting name={name} schema={workingTimeSchema} form={WorkingTimeForm} />;
    case 'service-promises':
      return <StoredSetting name={name} schema={slaPolicySchema} form={PromisesForm} />;
    case 'referral-board':
      return <StoredSetting name={name} schema={referralBoardSchema} form={ReferralBoardForm} />;
    case 'contact-fields':
      return <StoredSetting name={name} schema={ownFieldsSchema} form={OwnFieldsForm} />;
    case 'marketing-sender':
      return <StoredSetting name={name} schema={senderSchema} form={SenderForm} />;
    case 'compliance-gates':
      return <StoredSetting name={name} schema={gateSetSchema} form={GatesForm} />;
    case 'business-register':
      return <StoredSetting name={name} schema={businessRegisterSettingSchema} form={BusinessRegisterForm} />;
    case 'welcome':
      return <StoredSetting name={name} schema={welcomeSchema} form={WelcomeForm} />;
  }
};
