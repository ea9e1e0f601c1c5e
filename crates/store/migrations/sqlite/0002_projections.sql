-- What is read: computed from the log, rebuilt from it at any time. One table a file in src/projections.
create table customers (
    -- Where the index for searching finds the row; it must stay when the file is tidied.
    n integer primary key,
    id text not null unique,
    reference text not null,
    name text not null,
    born_on text,
    born_year text,
    suburb text,
    standing text not null,
    customer_type text not null,
    sealed integer not null,
    contact_officer text,
    version integer not null,
    search text not null,
    state text not null
);
create unique index customers_by_reference on customers (reference);
create index customers_by_name on customers (name);
create index customers_sealed on customers (id) where sealed = 1;
create table customer_keys (
    customer text not null,
    kind text not null,
    key text not null,
    primary key (customer, kind, key)
);
create index customer_keys_by_key on customer_keys (kind, key);
create table customer_seals (
    customer text not null,
    staff text not null,
    primary key (customer, staff)
);
create table incidents (
    id text primary key,
    number text not null,
    customer text,
    stage text not null,
    occurred_at integer not null,
    reported_at integer not null,
    unit text,
    site text,
    site_kind text not null,
    channel text not null,
    business_line text,
    severity text,
    late integer not null,
    private integer not null,
    recorder text not null,
    reviewer text,
    standing text,
    closed_at integer,
    summary text not null,
    version integer not null
);
create unique index incidents_by_number on incidents (number);
create index incidents_by_customer on incidents (customer, occurred_at);
create index incidents_by_unit on incidents (unit, reported_at);
create index incidents_by_time on incidents (reported_at);
-- Whoever counts what somebody may see reads this alone.
create index incidents_by_stage on incidents (stage, reported_at, unit, private, customer, id);
create table incident_marks (
    incident text not null,
    what text not null,
    code text not null,
    primary key (incident, what, code)
);
create index incident_marks_by_code on incident_marks (what, code);
create table incident_people (
    incident text not null,
    staff text not null,
    relation text not null,
    primary key (incident, staff, relation)
);
create index incident_people_by_staff on incident_people (staff, relation);
create table tasks (
    stream text not null,
    key text not null,
    what text not null,
    about text not null,
    owner text,
    role text,
    unit text,
    opened_at integer not null,
    due_at integer,
    done_at integer,
    blocks_closing integer not null,
    private integer not null,
    primary key (stream, key)
);
create index tasks_by_owner on tasks (owner, done_at, due_at);
create index tasks_by_role on tasks (role, done_at, due_at);
create index tasks_by_unit on tasks (unit, done_at, due_at);
create table states (
    stream text primary key,
    kind text not null,
    version integer not null,
    state text not null
);
create index states_by_kind on states (kind);
create table look_list (
    seq integer primary key,
    about text not null,
    actor text not null,
    at integer not null,
    type text not null
);
create index look_list_by_about on look_list (about, at);
create index look_list_by_actor on look_list (actor, at);

-- Search by part of a name: an index of groups of three letters that follows the table by itself.
create virtual table customer_search using fts5 (search, content = 'customers', content_rowid = 'n',
    tokenize = 'trigram');
create trigger customers_search_added after insert on customers begin
    insert into customer_search (rowid, search) values (new.n, new.search);
end;
create trigger customers_search_removed after delete on customers begin
    insert into customer_search (customer_search, rowid, search) values ('delete', old.n, old.search);
end;
create trigger customers_search_changed after update of search on customers begin
    insert into customer_search (customer_search, rowid, search) values ('delete', old.n, old.search);
    insert into customer_search (rowid, search) values (new.n, new.search);
end;
