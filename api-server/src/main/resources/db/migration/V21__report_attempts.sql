-- How often a report was begun and put off, so that one which can't be made is begun less and less often.
alter table audit_report add column attempts int not null default 0;
