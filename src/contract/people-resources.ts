// The resources about one person or one record: the scorecard, talks between two, the course of a lead or deal. A part of the table
// of resources.ts.
import { z } from 'zod'
import {
  newOneOnOneSchema,
  oneOnOneByIdSchema,
  oneOnOnePatchSchema,
  oneOnOneSchema,
  oneOnOnesQuerySchema,
  oneOnOnesSchema,
} from './one-on-ones.ts'
import { sellers } from './roles.ts'
import { scorecardQuerySchema, scorecardSchema } from './scorecard.ts'
import { timelineQuerySchema, timelineSchema } from './timelines.ts'

export const peopleResources = {
  timeline: {
    method: 'get',
    path: '/api/records/:kind/:id/timeline',
    doc: 'The course of one lead or deal: stages, owners, touches, tasks, money',
    access: sellers,
    input: timelineQuerySchema,
    output: timelineSchema,
  },
  scorecard: {
    method: 'get',
    path: '/api/people/:id/scorecard',
    doc: 'One person against the own eight weeks before: figures, funnel, plans, pay, deals to discuss, calls to hear, refusals, agenda',
    access: sellers,
    input: scorecardQuerySchema,
    output: scorecardSchema,
  },
  oneOnOnes: {
    method: 'get',
    path: '/api/one-on-ones',
    doc: 'Talks with people, latest first; notes are told to who wrote them alone',
    access: ['owner', 'head', 'lead', 'rep'],
    input: oneOnOnesQuerySchema,
    output: oneOnOnesSchema,
  },
  oneOnOneAdd: {
    method: 'post',
    path: '/api/one-on-ones',
    doc: 'Notes a talk: private notes, agreements both see, what is trained',
    access: ['owner', 'head', 'lead'],
    input: newOneOnOneSchema,
    output: oneOnOneSchema,
  },
  oneOnOnePatch: {
    method: 'patch',
    path: '/api/one-on-ones/:id',
    doc: 'Changes an own talk, or says whether an agreement was kept',
    access: ['owner', 'head', 'lead'],
    input: oneOnOnePatchSchema,
    output: oneOnOneSchema,
  },
  oneOnOneRemove: {
    method: 'delete',
    path: '/api/one-on-ones/:id',
    doc: 'Takes an own talk away',
    access: ['owner', 'head', 'lead'],
    input: oneOnOneByIdSchema,
    output: z.object({}),
  },
} as const
