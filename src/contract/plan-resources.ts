// The resources of plans, as they stand in the table of resources.ts.
import { z } from 'zod'
import { payAnswerSchema, payQuerySchema, paySchemeSchema } from './pay.ts'
import {
  planByIdSchema,
  planListQuerySchema,
  planListSchema,
  planPatchSchema,
  planSchema,
  plansAnswerSchema,
  plansPostSchema,
} from './plans.ts'
import { newPromiseSchema, promiseByIdSchema, promiseListQuerySchema, promiseSchema } from './promises.ts'
import { managers, sellers } from './roles.ts'
import { todayAnswerSchema, todayQuerySchema } from './today.ts'

export const planResources = {
  planList: {
    method: 'get',
    path: '/api/plans',
    doc: 'Plans as they were set, latest first',
    access: sellers,
    input: planListQuerySchema,
    output: planListSchema,
  },
  plans: {
    method: 'post',
    path: '/api/plans',
    doc: 'How the plans go: attainment, pace, chance, levers, what is needed a day; with a target it sets a plan (owner and head)',
    access: sellers,
    input: plansPostSchema,
    output: z.union([plansAnswerSchema, planListSchema]),
  },
  planPatch: {
    method: 'patch',
    path: '/api/plans/:id',
    doc: 'Changes the target, floor or stretch of a plan',
    access: managers,
    input: planPatchSchema,
    output: planSchema,
  },
  planRemove: {
    method: 'delete',
    path: '/api/plans/:id',
    doc: 'Takes a plan away',
    access: managers,
    input: planByIdSchema,
    output: z.object({}),
  },
  planNorms: {
    method: 'post',
    path: '/api/plans/:id/norms',
    doc: 'Takes what a plan needs a day as norms of its holder, from today to its end',
    access: managers,
    input: planByIdSchema,
    output: planListSchema,
  },
  promises: {
    method: 'get',
    path: '/api/promises',
    doc: 'Deals promised to a day, latest first, and whether they were sold or paid by then',
    access: sellers,
    input: promiseListQuerySchema,
    output: z.object({ promises: z.array(promiseSchema) }),
  },
  promiseAdd: {
    method: 'post',
    path: '/api/promises',
    doc: 'Marks a deal as promised to a day',
    access: managers,
    input: newPromiseSchema,
    output: promiseSchema,
  },
  promiseRemove: {
    method: 'delete',
    path: '/api/promises/:id',
    doc: 'Takes a promise back',
    access: managers,
    input: promiseByIdSchema,
    output: z.object({}),
  },
  today: {
    method: 'post',
    path: '/api/today',
    doc: 'The day: how the plan stands, who is there, norms and facts, what waits for us, what is expected',
    access: sellers,
    input: todayQuerySchema,
    output: todayAnswerSchema,
  },
  pay: {
    method: 'post',
    path: '/api/pay',
    doc: 'What a month comes to for each person by the pay scheme of their role; a person sees their own',
    access: ['owner', 'head', 'rep'],
    input: payQuerySchema,
    output: payAnswerSchema,
  },
  paySchemes: {
    method: 'get',
    path: '/api/pay/schemes',
    doc: 'Pay schemes by role',
    access: managers,
    input: z.object({}),
    output: z.object({ schemes: z.array(paySchemeSchema) }),
  },
  paySchemeSet: {
    method: 'post',
    path: '/api/pay/schemes',
    doc: 'Sets the pay scheme of a role',
    access: managers,
    input: paySchemeSchema,
    output: paySchemeSchema,
  },
  paySchemeRemove: {
    method: 'delete',
    path: '/api/pay/schemes/:role',
    doc: 'Takes the pay scheme of a role away',
    access: managers,
    input: z.strictObject({ role: z.string() }),
    output: z.object({}),
  },
} as const
