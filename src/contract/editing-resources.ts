// Resources by which a company brings and makes its own: files dropped on the page, KPIs of its own, views kept by a name, and what it
// changed. A part of the table of resources.ts.
import { z } from 'zod'
import { byIdSchema } from './access.ts'
import { customerTriedSchema, customerTrySchema } from './customer-tries.ts'
import { noticesSchema } from './notices.ts'
import { ownKpiAskSchema, ownKpiSetSchema, ownKpisSchema, ownKpiTriedSchema, ownKpiTrySchema } from './own-kpis.ts'
import { everyRole, managers, readers, sellers } from './roles.ts'
import { viewAskSchema, viewSchema } from './saved-views.ts'
import { uploadGoneSchema, uploadProposalAskSchema, uploadProposalSchema, uploadTakeSchema, uploadTriedSchema } from './uploads.ts'

export const editingResources = {
  uploadProposal: {
    method: 'post',
    path: '/api/uploads/:id/proposals',
    doc: 'How a table of an uploaded file may be read: what its rows are and which header is which column',
    access: managers,
    input: uploadProposalAskSchema,
    output: uploadProposalSchema,
  },
  uploadTry: {
    method: 'post',
    path: '/api/uploads/:id/tries',
    doc: 'What an uploaded file would bring by a mapping, and which rows would not be taken in; writes nothing',
    access: managers,
    input: uploadTakeSchema,
    output: uploadTriedSchema,
  },
  uploadRemove: {
    method: 'delete',
    path: '/api/uploads/:id',
    doc: 'Forgets an uploaded file',
    access: managers,
    input: uploadGoneSchema,
    output: z.object({}),
  },
  ownKpis: {
    method: 'get',
    path: '/api/own-kpis',
    doc: 'KPIs of the company itself, as they were written, and the facts they can be measured on',
    access: readers,
    input: z.object({}),
    output: ownKpisSchema,
  },
  ownKpiTry: {
    method: 'post',
    path: '/api/own-kpis/tries',
    doc: 'Checks an own KPI before it is kept: every problem with its place, else its figure and the records behind it',
    access: readers,
    input: ownKpiTrySchema,
    output: ownKpiTriedSchema,
  },
  ownKpiSet: {
    method: 'post',
    path: '/api/own-kpis',
    doc: 'Keeps an own KPI; one with the same id becomes its next version',
    access: managers,
    input: ownKpiAskSchema,
    output: ownKpiSetSchema,
  },
  ownKpiRemove: {
    method: 'delete',
    path: '/api/own-kpis/:id',
    doc: 'Takes an own KPI away; it can be brought back',
    access: managers,
    input: byIdSchema,
    output: z.object({}),
  },
  ownKpiRestore: {
    method: 'post',
    path: '/api/own-kpis/:id/restores',
    doc: 'Brings back an own KPI that was taken away',
    access: managers,
    input: byIdSchema,
    output: z.object({}),
  },
  customerRuleTry: {
    method: 'post',
    path: '/api/ideal-customer/tries',
    doc: 'How many leads of the last year a rule of the ideal customer takes in, and the values to write one by; keeps nothing',
    access: readers,
    input: customerTrySchema,
    output: customerTriedSchema,
  },
  views: {
    method: 'get',
    path: '/api/views',
    doc: 'Addresses kept by a name: the own ones and those of the company',
    access: everyRole,
    input: z.object({}),
    output: z.object({ views: z.array(viewSchema) }),
  },
  viewAdd: {
    method: 'post',
    path: '/api/views',
    doc: 'Keeps an address by a name',
    access: everyRole,
    input: viewAskSchema,
    output: viewSchema,
  },
  viewRemove: {
    method: 'delete',
    path: '/api/views/:id',
    doc: 'Takes a view away; it can be brought back',
    access: everyRole,
    input: byIdSchema,
    output: z.object({}),
  },
  viewRestore: {
    method: 'post',
    path: '/api/views/:id/restores',
    doc: 'Brings back a view that was taken away',
    access: everyRole,
    input: byIdSchema,
    output: z.object({}),
  },
  notices: {
    method: 'get',
    path: '/api/notices',
    doc: 'What happened in the last two weeks: imports that run or ended, sources that are read for the first time or fail; latest first',
    access: readers,
    input: z.object({}),
    output: noticesSchema,
  },
  settingChanges: {
    method: 'get',
    path: '/api/settings/changes',
    doc: 'The latest changes of settings: why figures may have moved',
    access: sellers,
    input: z.object({}),
    output: z.object({
      changes: z.array(z.object({ at: z.string(), by: z.string().nullable(), keys: z.array(z.string()).describe('Places that were set') })),
    }),
  },
} as const
