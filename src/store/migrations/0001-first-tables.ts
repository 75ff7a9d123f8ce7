// The first tables: workspaces and what belongs to one. `ws` is everywhere the number the warehouse knows a workspace by.

import type { Migration } from './migration.ts'

const OF_WORKSPACE = 'ws integer not null references rumb.workspaces (num) on delete cascade'

export const firstTables: Migration = {
  version: 1,
  name: 'first tables',
  statements: [
    `create table rumb.workspaces (
      id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
      num integer not null unique generated always as identity,
      created_at timestamptz not null,
      demo boolean not null,
      settings jsonb not null,
      settings_version integer not null)`,
    `create table rumb.sources (
      ${OF_WORKSPACE},
      id text not null,
      kind text not null,
      created_at timestamptz not null,
      last_record_at timestamptz,
      complete_from jsonb not null default '{}',
      primary key (ws, id))`,
    `create table rumb.imports (
      id bigint primary key generated always as identity,
      ${OF_WORKSPACE},
      source text not null,
      started_at timestamptz not null,
      finished_at timestamptz,
      files jsonb not null default '[]',
      seconds double precision)`,
    'create index on rumb.imports (ws, id desc)',
    `create table rumb.quarantine (
      id bigint primary key generated always as identity,
      ${OF_WORKSPACE},
      source text not null,
      kind text not null,
      spot text not null,
      record_id text,
      file text,
      line integer,
      "column" text,
      value text,
      reason text not null,
      raw jsonb,
      at timestamptz not null,
      unique (ws, source, kind, spot))`,
    'create index on rumb.quarantine (ws, source, kind, record_id)',
    'create index on rumb.quarantine (ws, source, file, line)',
    `create table rumb.fact_runs (
      n bigint primary key generated always as identity,
      ${OF_WORKSPACE},
      what text not null,
      at timestamptz not null)`,
    'create index on rumb.fact_runs (ws, n desc)',
    `create table rumb.access_tokens (
      hash text primary key,
      created_at timestamptz not null,
      expires_at timestamptz,
      used_at timestamptz)`,
    `create table rumb.sessions (
      hash text primary key,
      created_at timestamptz not null,
      expires_at timestamptz not null)`,
    `create table rumb.mappings (
      ${OF_WORKSPACE},
      name text not null,
      yaml text not null,
      updated_at timestamptz not null,
      primary key (ws, name))`,
  ],
}
