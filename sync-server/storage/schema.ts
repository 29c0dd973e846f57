/** Who the server is and whom it serves: names and values that are set once. */
type MetaTable = { name: string; value: string };
/** A practice as the server knows it: a random id, the key to seal parcels to, a status. */
type PracticeTable = { id: string; seal_key: string | null; status: string; admitted_at: string };
/** A public key of a practice. `key` is the SHA-256 of `spki`, hex. */
type DeskKeyTable = {
  key: string;
  practice: string;
  desk: string;
  spki: string;
  use: string;
  admitted_at: string;
  revoked_at: string | null;
};
type AdmissionTable = { hash: string; practice: string; signer: string; seq: number; at: string; record: Uint8Array };
type TokenSecretTable = { kid: string; secret: Uint8Array; made_at: string; ends_at: string };
/** A nonce that was used by a key, as its SHA-256, until it would have ended: it serves once. */
type NonceTable = { digest: string; key: string; ends_at: string };
type LogEntryTable = { idx: number; event: Uint8Array; stream: Uint8Array; n: number; at: string };
type StreamHeadTable = { stream: Uint8Array; n: number; event: Uint8Array };
type TicketTable = { idx: number; record: Uint8Array };
type LogNodeTable = { level: number; pos: number; hash: Uint8Array };
/** Published checkpoints: the signed note with everything that was added to it. */
type CheckpointTable = { size: number; at: string; note: string };
/** How many things came for a practice. */
type FeedTable = { practice: string; last: number };
type FeedItemTable = {
  practice: string;
  no: number;
  kind: 'parcel' | 'answer' | 'draft';
  at: string;
  slip: Uint8Array | null;
  body: Uint8Array;
  request: string | null;
};
/** One slip of what a desk key sent to a practice. */
type LaneTable = { sender: string; recipient: string; m: number; slip: Uint8Array; no: number };
type SeenListTable = { signer: string; practice: string; at: string; version: number; record: Uint8Array };
type SeenKeyTable = { signer: string; key: string; m: number; version: number };
type AuditTable = {
  no: number;
  at: string;
  kind: string;
  actor: string;
  subject: string;
  before: string | null;
  after: string | null;
  prev: string;
  hash: string;
};
/** Who carries out work that must happen once, and until when. `turn` rises with each holder. */
type LeaseTable = { name: string; holder: string; ends_at: string; turn: number };
/** What an outsider holds of the log since entry `since` up to `size`: a receipt, or a place where it was written. */
type AnchorTable = {
  no: number;
  at: string;
  kind: 'time-stamp' | 'write-once' | 'snapshot';
  since: number;
  size: number;
  root: string;
  place: string;
  receipt: Uint8Array | null;
};

/** What a client is asked on the server's page, sealed under a key of the link. `recipients` is a JSON list of practice ids. */
type SigningRequestTable = {
  id: string;
  practice: string;
  ciphertext: Uint8Array;
  answer_key: string;
  recipients: string;
  made_at: string;
  expires: string;
  opened_at: string | null;
  /** The client's own copy of what they signed, sealed under the link. */
  copy: Uint8Array | null;
};
type SigningAnswerTable = { request: string; no: number; hash: string };

/** How far the shared book of a practice has grown, the epoch of its newest list of desks, and the keys of that list as JSON. */
type BookTable = { practice: string; last: number; epoch: number; desks: string | null };
/** One entry of a shared book: a signed header and a ciphertext; null once it was erased. `m` counts what the signing key added. */
type BookEntryTable = {
  practice: string;
  no: number;
  id: string;
  signer: string;
  m: number;
  hash: string;
  at: string;
  record: Uint8Array;
  body: Uint8Array | null;
  erased_at: string | null;
};

/** One part of a file of a shared book: a ciphertext that goes with the content of its entry. */
type BookPartTable = { practice: string; entry: string; no: number; hash: string; bytes: number; at: string; body: Uint8Array };

/** Key of a member's own program: the hash of its secret. `webhook` is `{"secret", "url"}` under the server's key. */
type ApiKeyTable = {
  id: string;
  practice: string;
  digest: string;
  made_at: string;
  revoked_at: string | null;
  webhook: Uint8Array | null;
};
/** What a call with an idempotency key was answered; `call` and `body` are keyed hashes. */
type ApiCallTable = { api_key: string; call: string; body: string; draft: string; sealed_by: 'caller' | 'server'; at: string };
/** A message to a webhook. */
type WebhookTable = {
  id: string;
  api_key: string;
  draft: string;
  at: string;
  tries: number;
  next_at: string;
  ended: 'delivered' | 'given-up' | null;
};

/** A member who is told by mail that something came. `wishes` is ciphertext under the server's key. */
type NoticeTable = {
  id: string;
  practice: string;
  state: 'on' | 'off' | 'stopped';
  wishes: Uint8Array;
  told: number;
  last_at: string | null;
  last_channel: 'email' | 'sms' | null;
  last_end: 'sent' | 'bounced' | 'unknown' | 'given-up' | null;
};
/** An address or number of such a member, as ciphertext; `mark` and `code` are keyed hashes. */
type NoticePointTable = {
  notice: string;
  channel: 'email' | 'sms';
  address: Uint8Array;
  mark: string;
  confirmed_at: string | null;
  code: string | null;
  code_ends: string | null;
  guesses: number;
  bounces: number;
};
/** One message for the arrivals `since` to `until`. `claimed_at` is set before it is sent. */
type NudgeTable = {
  id: string;
  notice: string;
  since: number;
  until: number;
  next_at: string;
  tries: number;
  channel: 'email' | 'sms' | null;
  claimed_at: string | null;
  ended: 'sent' | 'bounced' | 'unknown' | 'given-up' | null;
  ended_at: string | null;
  returns_before: number | null;
};

/** A link by which a person of the office enrols a passkey. `digest` is the hash of its secret. */
type OfficeInvitationTable = { person: string; digest: string; invited_by: string; made_at: string; ends_at: string };
/** A passkey for the office's page. `id` is the hash of its credential id. */
type OfficePasskeyTable = {
  id: string;
  person: string;
  credential: string;
  alg: 'webauthn-es256' | 'webauthn-rs256';
  spki: string;
  kind: 'attested' | 'passkey' | 'synced';
  sign_count: number;
  invited_by: string;
  made_at: string;
  used_at: string | null;
};
/** A session of the office's page. `renewal` is the hash of the secret that renews it next. */
type OfficeSessionTable = { id: string; passkey: string; renewal: string; made_at: string; used_at: string; ends_at: string };
/** When a desk key last opened a session. */
type DeskContactTable = { key: string; at: string };
/** What a walk of the log found broken, by the index of the entry. */
type ChainAlarmTable = { no: number; at: string; idx: number; why: string };

/** Tables of the sync server (`storage/migrations`). */
export type Tables = {
  meta: MetaTable;
  practice: PracticeTable;
  desk_key: DeskKeyTable;
  admission: AdmissionTable;
  token_secret: TokenSecretTable;
  nonce: NonceTable;
  log_entry: LogEntryTable;
  stream_head: StreamHeadTable;
  ticket: TicketTable;
  log_node: LogNodeTable;
  checkpoint: CheckpointTable;
  feed: FeedTable;
  feed_item: FeedItemTable;
  lane: LaneTable;
  seen_list: SeenListTable;
  seen_key: SeenKeyTable;
  audit: AuditTable;
  lease: LeaseTable;
  signing_request: SigningRequestTable;
  signing_answer: SigningAnswerTable;
  anchor: AnchorTable;
  book: BookTable;
  book_entry: BookEntryTable;
  book_part: BookPartTable;
  api_key: ApiKeyTable;
  api_call: ApiCallTable;
  webhook: WebhookTable;
  notice: NoticeTable;
  notice_point: NoticePointTable;
  nudge: NudgeTable;
  office_invitation: OfficeInvitationTable;
  office_passkey: OfficePasskeyTable;
  office_session: OfficeSessionTable;
  desk_contact: DeskContactTable;
  chain_alarm: ChainAlarmTable;
};
