/**
 * Links to clients at every desk of a practice: what was done with each, as facts that two desks bring together, and answers that came before their link
 * did. A link that another desk made has no secret here (`secret` is empty).
 */
export const migration = {
  version: 340,
  name: 'links-of-a-practice',
  sql: `
create table link_step (
  link text not null,
  what text not null check (what in ('open', 'link-sent', 'code-sent', 'withdrawn')),
  at text not null,
  primary key (link, what, at)
) strict, without rowid;
insert into link_step select id, 'open', made_at from signing_link where state <> 'made';
insert into link_step select id, 'link-sent', link_sent_at from signing_link where link_sent_at is not null;
insert into link_step select id, 'code-sent', code_sent_at from signing_link where code_sent_at is not null;
insert into link_step select id, 'withdrawn', made_at from signing_link where state = 'withdrawn';

create table early_answer (
  hash text primary key,
  request text not null,
  intent text,
  answer blob not null,
  at text not null
) strict, without rowid;
create index early_answer_request on early_answer (request);
create index early_answer_intent on early_answer (intent);
`,
} as const;
