-- Reports that AuditReport resources ask for: one row for each period of each, and the archive by parts of at most 1 MiB.

create table audit_report (
  id bigint generated always as identity primary key,
  namespace text not null,
  name text not null,
  uid text not null,
  generation bigint not null,
  period_from text not null,
  period_to text not null,
  wanted text not null,
  state text not null check (state in ('Waiting', 'Making', 'Made', 'Failed')),
  message text not null,
  -- The process that makes it; what another one began is begun again.
  maker text not null,
  not_before timestamptz not null,
  leaves bigint not null,
  leaves_done bigint not null,
  entries bigint not null,
  checkpoint_size bigint not null,
  checkpoint_root text not null,
  digest text not null,
  bytes bigint not null,
  ended_at timestamptz,
  unique (namespace, name, uid, generation, period_from, period_to)
);

create table audit_report_part (
  report bigint not null references audit_report on delete cascade,
  part int not null,
  content bytea not null,
  primary key (report, part)
);
