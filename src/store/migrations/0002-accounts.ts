// Accounts: those of better-auth (its own columns in our names), who may open which workspace, invitations, API keys, tries
// and the audit log.
import type { Migration } from './migration.ts'

const GRANT = `role text not null check (role in ('owner', 'head', 'lead', 'rep', 'reviewer', 'analyst')),
      person text,
      teams jsonb not null default '[]'`
const OF_WORKSPACE = 'ws integer not null references rumb.workspaces (num) on delete cascade'
const OF_USER = 'user_id text not null references rumb.users (id) on delete cascade'

export const accounts: Migration = {
  version: 2,
  name: 'accounts',
  statements: [
    `create table rumb.users (
      id text primary key,
      name text not null,
      email text not null unique,
      email_verified boolean not null default false,
      image text,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      owns_house boolean not null default false)`,
    `create table rumb.user_accounts (
      id text primary key,
      ${OF_USER},
      account_id text not null,
      provider_id text not null,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null,
      updated_at timestamptz not null)`,
    'create index on rumb.user_accounts (user_id)',
    `create table rumb.user_sessions (
      id text primary key,
      ${OF_USER},
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null,
      updated_at timestamptz not null)`,
    'create index on rumb.user_sessions (user_id)',
    `create table rumb.user_verifications (
      id text primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      updated_at timestamptz not null)`,
    'create index on rumb.user_verifications (identifier)',
    `create table rumb.members (
      ${OF_WORKSPACE},
      ${OF_USER},
      ${GRANT},
      created_at timestamptz not null,
      primary key (ws, user_id))`,
    'create index on rumb.members (user_id)',
    `create table rumb.invitations (
      id bigint primary key generated always as identity,
      hash text not null unique,
      ${OF_WORKSPACE},
      ${GRANT},
      email text,
      user_id text references rumb.users (id) on delete cascade,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz not null,
      used_at timestamptz)`,
    'create index on rumb.invitations (ws)',
    `create table rumb.api_keys (
      id bigint primary key generated always as identity,
      hash text not null unique,
      ${OF_WORKSPACE},
      name text not null,
      ${GRANT},
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz,
      last_used_at timestamptz)`,
    'create index on rumb.api_keys (ws)',
    `create table rumb.tries (
      what text primary key,
      since timestamptz not null,
      count integer not null)`,
    `create table rumb.audit_log (
      id bigint primary key generated always as identity,
      at timestamptz not null,
      ws integer,
      who_kind text not null,
      who_id text,
      who_name text,
      action text not null,
      detail jsonb not null default '{}',
      address text)`,
    'create index on rumb.audit_log (ws, id desc)',
    'create index on rumb.audit_log (at)',
  ],
}
