// Resources about the systems records come from. A part of the table of resources.ts.
import { z } from 'zod'
import { byIdSchema } from './access.ts'
import { exportNoteSchema } from './exports.ts'
import { guessesAcceptSchema, guessesSchema } from './guesses.ts'
import { everyRole, managers, readers } from './roles.ts'
import {
  connectAskSchema,
  connectedSchema,
  consentAnswerSchema,
  consentAskSchema,
  consentSchema,
  sourceErasedSchema,
  sourceEraseSchema,
  sourcePatchSchema,
  sourceSchema,
  sourceShownSchema,
  syncAnswerSchema,
  syncAskSchema,
  systemSchema,
} from './sources.ts'

const nothing = z.object({})

export const sourceResources = {
  sources: {
    method: 'get',
    path: '/api/sources',
    doc: 'The systems records came from',
    access: readers,
    input: nothing,
    output: z.object({ sources: z.array(sourceSchema) }),
  },
  connect: {
    method: 'post',
    path: '/api/sources',
    doc: 'Connects a system with a token, which is tried first and kept sealed; another address than in its cloud only from the machine of the server',
    access: managers,
    input: connectAskSchema,
    output: connectedSchema,
  },
  consent: {
    method: 'post',
    path: '/api/consents',
    doc: 'Begins connecting by the consent of a person: the page of the provider to send them to. Good once, for a quarter of an hour',
    access: managers,
    input: consentAskSchema,
    output: consentSchema,
  },
  consentAnswer: {
    method: 'post',
    path: '/api/consent-answers',
    doc: 'What the provider sent the person back with: changed for tokens, which are tried, kept sealed and synced with',
    access: managers,
    input: consentAnswerSchema,
    output: connectedSchema,
  },
  systems: {
    method: 'get',
    path: '/api/systems',
    doc: 'The systems that can be connected',
    access: managers,
    input: nothing,
    output: z.object({ systems: z.array(systemSchema) }),
  },
  source: {
    method: 'get',
    path: '/api/sources/:id',
    doc: 'One source: how fresh it is, what it holds, which KPIs rest on it',
    access: managers,
    input: byIdSchema,
    output: sourceShownSchema,
  },
  sourcePatch: {
    method: 'patch',
    path: '/api/sources/:id',
    doc: 'Pauses or resumes the syncs of a connected source, or changes how often they run',
    access: managers,
    input: sourcePatchSchema,
    output: sourceShownSchema,
  },
  sourceErase: {
    method: 'delete',
    path: '/api/sources/:id',
    doc: 'Erases a source for good: its connection, its records and what stands in the quarantine',
    access: ['owner'],
    input: sourceEraseSchema,
    output: sourceErasedSchema,
  },
  guesses: {
    method: 'get',
    path: '/api/guesses',
    doc: 'What was guessed of pipelines, stages, refusal reasons, the sale event, people and channels and not confirmed yet',
    access: readers,
    input: nothing,
    output: guessesSchema,
  },
  guessesAccept: {
    method: 'post',
    path: '/api/guesses',
    doc: 'Confirms guesses or answers otherwise: both become settings. Answers what is left',
    access: managers,
    input: guessesAcceptSchema,
    output: guessesSchema,
  },
  sync: {
    method: 'post',
    path: '/api/sources/:id/syncs',
    doc: 'Fetches what is new, then the past, the newest first; answers when it has ended',
    access: managers,
    input: syncAskSchema,
    output: syncAnswerSchema,
  },
  disconnect: {
    method: 'delete',
    path: '/api/sources/:id/connection',
    doc: 'Forgets the token; the records stay',
    access: managers,
    input: byIdSchema,
    output: nothing,
  },
  exportNote: {
    method: 'post',
    path: '/api/exports',
    doc: 'Notes in the audit log that a table or a picture of a page was taken along as a file',
    access: everyRole,
    input: exportNoteSchema,
    output: nothing,
  },
} as const
