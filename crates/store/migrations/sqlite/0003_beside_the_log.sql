-- What is not history: how people sign in, what they are still typing, what they were told, files.
create table accounts (
    staff text primary key,
    name text not null unique,
    password text,
    failures integer not null,
    locked_until integer,
    disabled integer not null,
    must_change integer not null,
    changed_at integer not null,
    signed_in_at integer
);
create table sessions (
    token blob primary key,
    staff text not null,
    csrf text not null,
    created_at integer not null,
    seen_at integer not null,
    locked integer not null
);
create index sessions_by_staff on sessions (staff);
create table invitations (
    token blob primary key,
    staff text not null,
    expires_at integer not null
);
create table drafts (
    id text primary key,
    staff text not null,
    page text not null,
    fields text not null,
    saved_at integer not null
);
create index drafts_by_staff on drafts (staff, page);
create table preferences (
    staff text primary key,
    chosen text not null
);
create table inbox (
    id text primary key,
    staff text not null,
    about text not null,
    text text not null,
    at integer not null,
    read_at integer
);
create index inbox_by_staff on inbox (staff, at);
create table files (
    hash text primary key,
    media_type text not null,
    bytes blob not null,
    at integer not null
);
create table pack_files (
    name text not null,
    version text not null,
    digest text not null,
    files text not null,
    primary key (name, version)
);
create table settings (
    name text primary key,
    value text not null
);
