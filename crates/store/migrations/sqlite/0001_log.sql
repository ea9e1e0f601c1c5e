-- The log of events and the log of looks: headers and leaf hashes in one table, content and salt beside it.
-- Nothing here is ever changed or deleted; the database itself refuses.
create table events (
    seq integer primary key,
    stream text not null,
    version integer not null,
    type text not null,
    v integer not null,
    at integer not null,
    actor text not null,
    role text not null,
    delegation text,
    pack text not null,
    command text not null,
    payload blob not null,
    leaf blob not null,
    unique (stream, version)
);
create table event_content (
    seq integer primary key,
    salt blob not null,
    content text not null
);
create table looks (
    seq integer primary key,
    stream text not null,
    version integer not null,
    type text not null,
    v integer not null,
    at integer not null,
    actor text not null,
    role text not null,
    delegation text,
    pack text not null,
    command text not null,
    payload blob not null,
    leaf blob not null
);
create table look_content (
    seq integer primary key,
    salt blob not null,
    content text not null
);

-- The growing edge of each tree, and the signed checkpoints.
create table trees (
    log text primary key,
    size integer not null,
    frontier blob not null
);
insert into trees (log, size, frontier) values ('events', 0, x'');
insert into trees (log, size, frontier) values ('looks', 0, x'');
create table checkpoints (
    log text not null,
    size integer not null,
    note text not null,
    at integer not null,
    primary key (log, size)
);

-- Commands that were carried out, by idempotency key, with what they answered.
create table commands (
    key text primary key,
    digest blob not null,
    answer text not null,
    at integer not null
);

-- Numbers people use, each given once.
create table numbers (
    series text not null,
    n integer not null,
    primary key (series, n)
);

-- What must still leave the request that caused it.
create table outbox (
    id text primary key,
    effect text not null,
    at integer not null,
    state text not null,
    attempts integer not null,
    due_at integer not null,
    error text
);
create index outbox_waiting on outbox (state, due_at);

create trigger events_are_not_changed before update on events begin
    select raise(abort, 'the log is never changed');
end;
create trigger events_are_not_deleted before delete on events begin
    select raise(abort, 'the log is never changed');
end;
create trigger event_content_are_not_changed before update on event_content begin
    select raise(abort, 'the log is never changed');
end;
create trigger event_content_are_not_deleted before delete on event_content begin
    select raise(abort, 'the log is never changed');
end;
create trigger looks_are_not_changed before update on looks begin
    select raise(abort, 'the log is never changed');
end;
create trigger looks_are_not_deleted before delete on looks begin
    select raise(abort, 'the log is never changed');
end;
create trigger look_content_are_not_changed before update on look_content begin
    select raise(abort, 'the log is never changed');
end;
create trigger look_content_are_not_deleted before delete on look_content begin
    select raise(abort, 'the log is never changed');
end;
create trigger checkpoints_are_not_changed before update on checkpoints begin
    select raise(abort, 'the log is never changed');
end;
create trigger checkpoints_are_not_deleted before delete on checkpoints begin
    select raise(abort, 'the log is never changed');
end;
create trigger commands_are_not_changed before update on commands begin
    select raise(abort, 'the log is never changed');
end;
create trigger commands_are_not_deleted before delete on commands begin
    select raise(abort, 'the log is never changed');
end;

-- `insert or replace` would delete a row without a delete trigger being asked.
create trigger events_are_not_replaced before insert on events
    when exists (select 1 from events where seq = new.seq)
    or exists (select 1 from events where stream = new.stream and version = new.version) begin
    select raise(abort, 'the log is never changed');
end;
create trigger event_content_are_not_replaced before insert on event_content
    when exists (select 1 from event_content where seq = new.seq) begin
    select raise(abort, 'the log is never changed');
end;
create trigger looks_are_not_replaced before insert on looks
    when exists (select 1 from looks where seq = new.seq) begin
    select raise(abort, 'the log is never changed');
end;
create trigger look_content_are_not_replaced before insert on look_content
    when exists (select 1 from look_content where seq = new.seq) begin
    select raise(abort, 'the log is never changed');
end;
create trigger commands_are_not_replaced before insert on commands
    when exists (select 1 from commands where key = new.key) begin
    select raise(abort, 'the log is never changed');
end;
-- Two that sign the same size at once sign the same thing: the second has nothing to do.
create trigger checkpoints_are_not_replaced before insert on checkpoints
    when exists (select 1 from checkpoints where log = new.log and size = new.size) begin
    select raise(ignore);
end;
