// A figure that is no KPI of its own, in the form of one: counted, filtered and scoped like every KPI.
import { type KpiEntry, kpiEntrySchema } from '../contract/kpi-entry.ts'

/** An entry with an id that no shipped KPI has. */
export function figure(id: string, unit: KpiEntry['unit'], measure: object): KpiEntry {
  const text = { ru: id, uk: id, en: id }
  return kpiEntrySchema.parse({ id, name: text, question: text, formula: text, measure, unit, better: 'neutral', screen: 'funnel' })
}
