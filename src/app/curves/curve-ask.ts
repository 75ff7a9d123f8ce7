// What every curve is asked: the period and filters, and for curves of time a dimension.
import type { CurveQuery } from '../../contract/curves.ts'
import type { Ask } from '../run-query.ts'

export type CurveAsk = Ask & { query: Omit<CurveQuery, 'name' | 'by' | 'compare' | 'limit'>; by: string | undefined }
