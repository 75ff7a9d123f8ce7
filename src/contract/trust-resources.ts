// Resources about what figures rest on: confidence in them, and calls as people heard them. A part of the table of resources.ts.
import { confidenceAnswerSchema, confidenceQuerySchema } from './confidence.ts'
import { callQueueQuerySchema, callQueueSchema, reviewedCallSchema, reviewSchema, reviewsQuerySchema, reviewsSchema } from './reviews.ts'
import { everyRole, reviewers, sellers } from './roles.ts'
import { scriptResources } from './script-edits.ts'

export const trustResources = {
  ...scriptResources,
  confidence: {
    method: 'post',
    path: '/api/confidence',
    doc: 'How far figures can be believed: evidence, missing sources, unseen progress, work that looks better than it is',
    access: sellers,
    input: confidenceQuerySchema,
    output: confidenceAnswerSchema,
  },
  reviews: {
    method: 'get',
    path: '/api/reviews',
    doc: 'Reviewed calls with the marks and comments, latest first; or one call that is named',
    access: everyRole,
    input: reviewsQuerySchema,
    output: reviewsSchema,
  },
  callQueue: {
    method: 'post',
    path: '/api/reviews/queue',
    doc: 'Calls worth hearing, as many of each person, with why; or one call with its transcript',
    access: everyRole,
    input: callQueueQuerySchema,
    output: callQueueSchema,
  },
  review: {
    method: 'post',
    path: '/api/reviews',
    doc: 'Marks the steps and objections of a call as a person heard them, with comments the salesperson sees',
    access: reviewers,
    input: reviewSchema,
    output: reviewedCallSchema,
  },
} as const
