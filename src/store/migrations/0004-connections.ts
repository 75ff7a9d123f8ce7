// Connections: systems that are read by themselves, with the sealed secret and the place where the next sync goes on.
import type { Migration } from './migration.ts'

export const connections: Migration = {
  version: 4,
  name: 'connections',
  statements: [
    `create table rumb.connections (
      ws integer not null references rumb.workspaces (num) on delete cascade,
      source text not null,
      system text not null,
      address text not null,
      secret text not null,
      state jsonb not null default '{}',
      created_at timestamptz not null,
      synced_at timestamptz,
      complete_from timestamptz,
      error text,
      error_at timestamptz,
      primary key (ws, source))`,
  ],
}
