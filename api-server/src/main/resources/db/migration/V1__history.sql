-- History, written from the journal in the order of the log. The position is stored in the same transaction as the
-- rows, so that a restored database goes on where it is. JSON is kept as text of type json: jsonb refuses what is
-- valid JSON elsewhere (U+0000).

create table projection_position (
  id smallint primary key check (id = 1),
  log_index bigint not null,
  revision bigint not null,
  updated_at timestamptz not null
);
insert into projection_position values (1, 0, 0, now());

create table projection_gap (
  after_index bigint primary key,
  through_index bigint not null,
  reason text not null,
  found_at timestamptz not null
);

create table document_revision (
  revision bigint primary key,
  namespace text not null,
  group_name text not null,
  key text not null,
  value json,
  written_by text not null,
  written_at timestamptz not null
);
create index document_revision_by_key on document_revision (namespace, group_name, key, revision desc);

create table task (
  id bigint primary key,
  namespace text not null,
  group_name text not null,
  capability text not null,
  status text not null,
  assignee text,
  attempts int not null,
  run text,
  step text,
  input json not null,
  output json,
  error json,
  submitted_at timestamptz not null,
  finished_at timestamptz
);
create index task_by_group on task (namespace, group_name, submitted_at desc);

create table proposal (
  id bigint primary key,
  namespace text not null,
  group_name text not null,
  decision text not null,
  instance text not null,
  subject json not null,
  electorate json not null,
  quorum_percent int not null,
  outcome text,
  reason text,
  opened_at timestamptz not null,
  decided_at timestamptz
);
create index proposal_by_group on proposal (namespace, group_name, opened_at desc);

create table ballot (
  revision bigint primary key,
  proposal bigint not null,
  agent text not null,
  option text not null,
  reason text not null,
  cast_at timestamptz not null
);
create index ballot_by_proposal on ballot (proposal);

create table run (
  id bigint primary key,
  namespace text not null,
  name text not null,
  uid text not null,
  workflow text not null,
  group_name text not null,
  digest text not null,
  phase text not null,
  input json not null,
  output json,
  error json,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index run_by_name on run (namespace, name, id desc);

create table run_step (
  revision bigint primary key,
  run bigint not null,
  path text not null,
  name text not null,
  kind text not null,
  status text not null,
  input json not null,
  output json,
  error json,
  entered_at timestamptz not null,
  finished_at timestamptz
);
create index run_step_by_run on run_step (run, path);

create table approval (
  id bigint primary key,
  namespace text not null,
  run text not null,
  title text not null,
  roles text not null,
  status text not null,
  decided_by text,
  comment text,
  requested_at timestamptz not null,
  decided_at timestamptz
);
create index approval_by_namespace on approval (namespace, requested_at desc);

create table denial (
  log_index bigint not null,
  place int not null,
  denied_at timestamptz not null,
  subject text not null,
  action text not null,
  namespace text not null,
  group_name text not null,
  code text not null,
  message text not null,
  primary key (log_index, place)
);
create index denial_by_subject on denial (subject, denied_at desc);
