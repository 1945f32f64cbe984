-- Decisions of governance, as they were logged. One that was logged twice is here once.
create table decision (
  id text primary key,
  allowed boolean not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  subject text not null,
  action text not null,
  namespace text not null,
  group_name text not null,
  input json not null,
  -- Paths that the input lacks.
  masked json not null,
  reasons json not null,
  warnings json not null,
  policy_revision bigint not null,
  policy_digest text not null,
  log_index bigint not null
);
create index decision_by_namespace on decision (namespace, last_at desc);
create index decision_by_subject on decision (subject, last_at desc);
create index decision_by_time on decision (last_at desc);

-- Decisions that there was no room to keep, by the entry of the log that counts them.
create table decision_dropped (
  log_index bigint not null,
  place int not null,
  count bigint not null,
  logged_at timestamptz not null,
  primary key (log_index, place)
);
