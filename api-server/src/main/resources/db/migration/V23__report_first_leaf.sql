-- Which leaf a report begins with, so that who downloads it leaves an entry that says what it covers; 0 for those that were
-- made before.
alter table audit_report add column first_leaf bigint not null default 0;
