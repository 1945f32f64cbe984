-- Archives go at an age; what was made of a report stays known, so that it is not made again.
alter table audit_report add column retention_seconds bigint;
alter table audit_report drop constraint audit_report_state_check;
alter table audit_report add constraint audit_report_state_check
  check (state in ('Waiting', 'Making', 'Made', 'Failed', 'Expired'));
