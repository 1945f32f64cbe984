-- The audit trail, written by the projector in the transaction that moves its position. Nothing here is believed when
-- it is signed: the tree is compared with the frontier that the log carries.

create table audit_tree (
  id smallint primary key check (id = 1),
  size bigint not null,
  root bytea not null,
  -- The first size at which this tree was another than the log's, which is never signed.
  differs_from bigint
);
insert into audit_tree values
  (1, 0, decode('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex'), null);

-- Tiles of C2SP tlog-tiles with a height of 8; the last one of a level may be partial.
create table audit_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null,
  primary key (level, index)
);

-- Leaves by 256, each with its length (4 bytes), compressed.
create table audit_block (
  block bigint primary key,
  first_leaf bigint not null,
  leaves bytea not null
);

create table audit_entry (
  leaf bigint primary key,
  logged_at timestamptz not null,
  subject text not null,
  action text not null,
  namespace text not null,
  group_name text not null,
  outcome text not null
);
create index audit_entry_by_time on audit_entry (logged_at, leaf);
create index audit_entry_by_namespace on audit_entry (namespace, leaf);
create index audit_entry_by_subject on audit_entry (subject, leaf);
create index audit_entry_by_action on audit_entry (action, leaf);

-- Apart from the tree, so that it can be erased.
create table audit_payload (
  leaf bigint primary key,
  salt bytea not null,
  command bytea not null
);

create table audit_checkpoint (
  id smallint primary key check (id = 1),
  size bigint not null,
  note text not null,
  signed_at timestamptz not null
);

-- Leaves that the journal no longer had, and the roots of the subtrees that cover all leaves up to their end.
create table audit_gap (
  first_leaf bigint primary key,
  end_leaf bigint not null,
  found_at timestamptz not null
);
create table audit_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);

-- What was erased, and what must not be. Milliseconds as the log has them.
create table audit_erasure (
  leaf bigint primary key,
  erased_by text not null,
  reason text not null,
  erased_at timestamptz not null
);
create table audit_hold (
  name text primary key,
  namespace text not null,
  from_millis bigint not null,
  to_millis bigint not null
);
