// Routes that are no plain question and answer: what streams, is not JSON, or serves no workspace. Their access stands here, as
// that of all others stands in resources.ts.
import { type Access, everyRole, managers, readers } from './roles.ts'

type Stream = { method: 'get' | 'post'; path: string; doc: string; access: Access }

export const streams = {
  health: { method: 'get', path: '/api/health', doc: 'Do the engines answer?', access: 'open' },
  openapi: { method: 'get', path: '/api/openapi.json', doc: 'This description as OpenAPI 3.1', access: 'open' },
  docs: { method: 'get', path: '/api/docs', doc: 'This description as a page', access: 'open' },
  metrics: { method: 'get', path: '/metrics', doc: 'Metrics for Prometheus', access: 'house' },
  ingest: { method: 'post', path: '/api/records', doc: 'Takes in records', access: managers },
  imports: {
    method: 'post',
    path: '/api/imports',
    doc: 'Imports files of this machine; for the command line, with the token of DIR/server.json',
    access: 'machine',
  },
  upload: {
    method: 'post',
    path: '/api/uploads',
    doc: 'Takes a file of tables to be looked at before it is imported; the body is the file, `name` its name',
    access: managers,
  },
  uploadImport: {
    method: 'post',
    path: '/api/uploads/:id/imports',
    doc: 'Imports an uploaded file by a mapping. Lines of JSON: news of the progress, then the answer or a problem',
    access: managers,
  },
  tracker: { method: 'get', path: '/t.js', doc: 'The visit tracker for the pages of a site', access: 'open' },
  visit: { method: 'post', path: '/t', doc: 'A visit, from any site that has a key', access: 'open' },
  hook: {
    method: 'post',
    path: '/api/hooks/:source',
    doc: 'What a connected system tells of changes: a hint that it should be synced soon; the key in the address is its own',
    access: 'open',
  },
  quarantineExport: { method: 'get', path: '/api/quarantine/export', doc: 'All quarantined rows as CSV', access: readers },
  live: { method: 'get', path: '/api/live', doc: 'Server-sent events: facts changed', access: everyRole },
} as const satisfies Record<string, Stream>
