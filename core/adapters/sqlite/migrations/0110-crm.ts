/**
 * Indexes over the private records of work with contacts: deals, tasks, tickets, activities, the status log, hand-overs. Each row follows
 * from a record and is written by its fold alone; `crm_place` says in which workspace a contact is
 * now, and since when.
 */
export const migration = {
  version: 110,
  name: 'crm',
  sql: `
create table crm_deal (
  id text primary key,
  contact text not null,
  pipeline text not null,
  stage text not null,
  status text not null check (status in ('open', 'won', 'lost')),
  stage_since text not null,
  amount integer check (amount is null or amount >= 0),
  settled integer check (settled is null or settled >= 0),
  owner text,
  closed_at text
) strict, without rowid;
create index crm_deal_board on crm_deal (pipeline, status, stage_since);
create index crm_deal_contact on crm_deal (contact, status);
create index crm_deal_closed on crm_deal (status, closed_at) where closed_at is not null;

create table crm_activity (
  id text primary key,
  contact text not null,
  deal text,
  at text not null,
  type text not null
) strict, without rowid;
create index crm_activity_contact on crm_activity (contact, at);
create index crm_activity_deal on crm_activity (deal, at) where deal is not null;
create index crm_activity_at on crm_activity (at);

create table crm_task (
  id text primary key,
  contact text,
  owner text not null,
  due text,
  remind_at text,
  done_at text
) strict, without rowid;
create index crm_task_open on crm_task (owner, due) where done_at is null;
create index crm_task_due on crm_task (due) where done_at is null;
create index crm_task_remind on crm_task (remind_at) where done_at is null and remind_at is not null;
create index crm_task_contact on crm_task (contact) where contact is not null;
create index crm_task_done on crm_task (done_at) where done_at is not null;

create table crm_ticket (
  id text primary key,
  contact text not null,
  role text not null,
  owner text,
  opened_at text not null,
  solved_at text
) strict, without rowid;
create index crm_ticket_open on crm_ticket (role, opened_at) where solved_at is null;
create index crm_ticket_contact on crm_ticket (contact);
create index crm_ticket_solved on crm_ticket (solved_at) where solved_at is not null;

create table crm_stage_entry (
  id text primary key,
  contact text not null,
  stage text not null,
  at text not null
) strict, without rowid;
create index crm_stage_entry_contact on crm_stage_entry (contact, at);
create index crm_stage_entry_at on crm_stage_entry (at);

create table crm_hand_over (
  id text primary key,
  contact text not null,
  role text not null,
  owner text,
  list text,
  at text not null
) strict, without rowid;
create index crm_hand_over_contact on crm_hand_over (contact, at);
create index crm_hand_over_turn on crm_hand_over (role, list, at) where list is not null;

create table crm_place (
  contact text primary key,
  role text not null,
  owner text,
  stage text,
  since text not null,
  hand_over text not null
) strict, without rowid;
create index crm_place_queue on crm_place (role, since);
create index crm_place_owner on crm_place (role, owner, since);

-- Owner and stage stand in the contact. A queue asks them of thousands of contacts, whose rows are long: the place follows each change.
create trigger crm_place_follows after update of owner, stage on contact when new.owner is not old.owner or new.stage is not old.stage
  begin update crm_place set owner = new.owner, stage = new.stage where contact = new.id; end;
create trigger crm_place_leaves after delete on contact begin delete from crm_place where contact = old.id; end;
-- The plus keeps SQLite on the few hand-overs of the contact: by the order of numbers it would walk every record.
create trigger crm_place_returns after insert on contact begin
  insert into crm_place (contact, role, owner, stage, since, hand_over)
    select hand.contact, hand.role, new.owner, new.stage, hand.at, hand.id
    from crm_hand_over hand join record on record.id = hand.id
    where hand.contact = new.id order by +record.no desc limit 1;
end;
create index contact_routable on contact (created_at, id) where deceased = 0 and do_not_contact = 0;
`,
} as const;
