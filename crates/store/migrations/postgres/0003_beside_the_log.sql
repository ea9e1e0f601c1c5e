-- What is not history: how people sign in, what they are still typing, what they were told, files.
create table accounts (
    staff text primary key,
    name text not null unique,
    password text,
    failures bigint not null,
    locked_until bigint,
    disabled bigint not null,
    must_change bigint not null,
    changed_at bigint not null,
    signed_in_at bigint
);
create table sessions (
    token bytea primary key,
    staff text not null,
    csrf text not null,
    created_at bigint not null,
    seen_at bigint not null,
    locked bigint not null
);
create index sessions_by_staff on sessions (staff);
create table invitations (
    token bytea primary key,
    staff text not null,
    expires_at bigint not null
);
create table drafts (
    id text primary key,
    staff text not null,
    page text not null,
    fields text not null,
    saved_at bigint not null
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
    at bigint not null,
    read_at bigint
);
create index inbox_by_staff on inbox (staff, at);
create table files (
    hash text primary key,
    media_type text not null,
    bytes bytea not null,
    at bigint not null
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
