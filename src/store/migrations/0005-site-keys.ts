// The key by which the tracker on a company's site is known; public, one for each workspace.
import type { Migration } from './migration.ts'

export const siteKeys: Migration = {
  version: 5,
  name: 'site keys',
  statements: [
    `create table rumb.site_keys (
      ws integer primary key references rumb.workspaces (num) on delete cascade,
      key text not null unique,
      created_at timestamptz not null)`,
  ],
}
