// What can be asked of customers over time.
import { cltvAnswerSchema, cltvQuerySchema, cohortsAnswerSchema, cohortsQuerySchema } from './customer-analyses.ts'
import { offersAnswerSchema, offersQuerySchema } from './offers.ts'
import { sellers } from './roles.ts'

export const customerResources = {
  cohorts: {
    method: 'post',
    path: '/api/cohorts',
    doc: 'Customers by the month of their first purchase, and who of them bought in the months after it',
    access: sellers,
    input: cohortsQuerySchema,
    output: cohortsAnswerSchema,
  },
  cltv: {
    method: 'post',
    path: '/api/cltv',
    doc: 'What customers are expected to buy, by BG/NBD and Gamma-Gamma, and what they were seen to buy',
    access: sellers,
    input: cltvQuerySchema,
    output: cltvAnswerSchema,
  },
  offers: {
    method: 'post',
    path: '/api/offers',
    doc: 'Which things are bought after which beyond chance, and the customers who have the one and not yet the other',
    access: sellers,
    input: offersQuerySchema,
    output: offersAnswerSchema,
  },
} as const
