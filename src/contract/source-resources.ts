// Resources about the systems records come from. A part of the table of resources.ts.
import { z } from 'zod'
import { byIdSchema } from './access.ts'
import { managers, readers } from './roles.ts'
import { connectAskSchema, connectedSchema, sourceSchema, syncAnswerSchema, syncAskSchema } from './sources.ts'

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
    doc: 'Connects a system with a token, which is tried first and kept sealed',
    access: 'machine',
    input: connectAskSchema,
    output: connectedSchema,
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
} as const
