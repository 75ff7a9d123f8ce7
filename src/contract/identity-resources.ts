// Resources about who is one across sources. A part of the table of resources.ts.
import {
  identityAnswerSchema,
  identityDecisionSchema,
  identityPairSchema,
  identityQuerySchema,
  unknownCallersQuerySchema,
  unknownCallersSchema,
} from './identity.ts'
import { managers, readers } from './roles.ts'

export const identityResources = {
  identity: {
    method: 'get',
    path: '/api/identity',
    doc: 'People, companies and contacts of several sources: pairs that are doubtful, joined or refused',
    access: readers,
    input: identityQuerySchema,
    output: identityAnswerSchema,
  },
  identityDecide: {
    method: 'post',
    path: '/api/identity',
    doc: 'Joins two records of one kind, keeps them apart, or takes the decision back; figures follow at once',
    access: managers,
    input: identityDecisionSchema,
    output: identityPairSchema,
  },
  unknownCallers: {
    method: 'get',
    path: '/api/identity/callers',
    doc: 'Numbers that were talked to and belong to no contact, lead or deal, the latest call first',
    access: readers,
    input: unknownCallersQuerySchema,
    output: unknownCallersSchema,
  },
} as const
