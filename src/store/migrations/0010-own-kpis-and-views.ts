// KPIs a company makes itself, each change a version of its own, and addresses people keep by a name.
import type { Migration } from './migration.ts'

export const ownKpisAndViews: Migration = {
  version: 10,
  name: 'own-kpis-and-views',
  statements: [
    `create table rumb.own_kpis (
      ws integer not null references rumb.workspaces (num) on delete cascade,
      id text not null,
      version integer not null,
      source text not null,
      changed_at timestamptz not null,
      changed_by text not null,
      removed_at timestamptz,
      primary key (ws, id, version))`,
    `create table rumb.saved_views (
      id integer generated always as identity primary key,
      ws integer not null references rumb.workspaces (num) on delete cascade,
      owner text not null,
      owner_name text not null,
      shared boolean not null,
      name text not null,
      path text not null,
      search text not null,
      created_at timestamptz not null,
      removed_at timestamptz)`,
    'create index saved_views_by_ws on rumb.saved_views (ws)',
  ],
}
