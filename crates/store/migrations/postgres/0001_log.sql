-- The log of events and the log of looks: headers and leaf hashes in one table, content and salt beside it.
-- Nothing here is ever changed or deleted; the database itself refuses.
create table events (
    seq bigint primary key,
    stream text not null,
    version bigint not null,
    type text not null,
    v bigint not null,
    at bigint not null,
    actor text not null,
    role text not null,
    delegation text,
    pack text not null,
    command text not null,
    payload bytea not null,
    leaf bytea not null,
    unique (stream, version)
);
create table event_content (
    seq bigint primary key,
    salt bytea not null,
    content text not null
);
create table looks (
    seq bigint primary key,
    stream text not null,
    version bigint not null,
    type text not null,
    v bigint not null,
    at bigint not null,
    actor text not null,
    role text not null,
    delegation text,
    pack text not null,
    command text not null,
    payload bytea not null,
    leaf bytea not null
);
create table look_content (
    seq bigint primary key,
    salt bytea not null,
    content text not null
);

-- The growing edge of each tree, and the signed checkpoints.
create table trees (
    log text primary key,
    size bigint not null,
    frontier bytea not null
);
insert into trees (log, size, frontier) values ('events', 0, '');
insert into trees (log, size, frontier) values ('looks', 0, '');
create table checkpoints (
    log text not null,
    size bigint not null,
    note text not null,
    at bigint not null,
    primary key (log, size)
);

-- Commands that were carried out, by idempotency key, with what they answered.
create table commands (
    key text primary key,
    digest bytea not null,
    answer text not null,
    at bigint not null
);

-- Numbers people use, each given once.
create table numbers (
    series text not null,
    n bigint not null,
    primary key (series, n)
);

-- What must still leave the request that caused it.
create table outbox (
    id text primary key,
    effect text not null,
    at bigint not null,
    state text not null,
    attempts bigint not null,
    due_at bigint not null,
    error text
);
create index outbox_waiting on outbox (state, due_at);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the log is never changed';
end $$;
create trigger events_are_not_changed before update or delete or truncate on events
    for each statement execute function refuse_change();
create trigger event_content_are_not_changed before update or delete or truncate on event_content
    for each statement execute function refuse_change();
create trigger looks_are_not_changed before update or delete or truncate on looks
    for each statement execute function refuse_change();
create trigger look_content_are_not_changed before update or delete or truncate on look_content
    for each statement execute function refuse_change();
create trigger checkpoints_are_not_changed before update or delete or truncate on checkpoints
    for each statement execute function refuse_change();
create trigger commands_are_not_changed before update or delete or truncate on commands
    for each statement execute function refuse_change();
