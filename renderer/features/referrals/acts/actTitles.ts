/** Head and verb of each act's sheet. Handshakes say which of the five they are. */
export const actTitle = (act: string, label: string): { readonly title: string; readonly verb: string } => {
  switch (act) {
    case 'intake':
      return { title: 'Sign Intake, handshake 3 of 5', verb: 'Sign Intake' };
    case 'settle':
      return { title: 'Sign Settlement, handshake 4 of 5', verb: 'Sign Settlement' };
    case 'correct-settlement':
      return { title: 'Correct the amount', verb: 'Sign the correction' };
    case 'invite':
      return { title: 'Invite the client to acknowledge', verb: 'Invite' };
    case 'invite-outcome':
      return { title: 'Invite the client to confirm the outcome', verb: 'Invite' };
    case 'invite-withdrawal':
      return { title: label, verb: 'Invite' };
    case 'attest':
      return { title: label, verb: 'Sign the agreement' };
    case 'attest-payment':
      return { title: label, verb: 'Confirm the payment' };
    case 'attest-no':
      return { title: 'Disagree with the amount', verb: 'Sign the disagreement' };
    case 'pass-details':
      return { title: 'Pass the details', verb: 'Pass the details' };
    case 'confirm-receipt':
      return { title: 'Confirm receipt of the details', verb: 'Confirm receipt' };
    default:
      return { title: label, verb: label };
  }
};
