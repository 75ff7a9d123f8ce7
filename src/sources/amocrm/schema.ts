// What amoCRM and Kommo send, API v4. Lenient: only the id of an object is needed; `custom_fields_values` may be null, lists maps.
import { z } from 'zod'
import { wire } from '../wire-values.ts'

const stamps = { created_at: wire.unix, updated_at: wire.unix }
const owned = { responsible_user_id: wire.ref, created_by: wire.ref, ...stamps }
const card = { id: wire.id, name: wire.text, ...owned, is_deleted: wire.bool, custom_fields_values: wire.list, _embedded: wire.values }

export const user = z.object({ id: wire.id, name: wire.text, email: wire.text, rights: wire.values, _embedded: wire.values })
export const accountHead = z.object({ currency: wire.text, _embedded: wire.values })
export const status = z.object({ id: wire.id, name: wire.text, sort: wire.number, type: wire.number, pipeline_id: wire.ref })
export const pipeline = z.object({ id: wire.id, name: wire.text, is_archive: wire.bool, _embedded: wire.values })
export const lossReason = z.object({ id: wire.id, name: wire.text, ...stamps })
export const source = z.object({ id: wire.id, name: wire.text })

export const lead = z.object({
  ...card,
  price: wire.decimal,
  /** Kommo only: the price with its cents. */
  price_with_minor_units: wire.decimal,
  status_id: wire.ref,
  pipeline_id: wire.ref,
  loss_reason_id: wire.ref,
  source_id: wire.ref,
  closed_at: wire.unix,
})
export type Lead = z.output<typeof lead>

export const contact = z.object({ ...card, first_name: wire.text, last_name: wire.text })
export const company = z.object(card)

export const unsorted = z.object({
  uid: wire.id,
  category: wire.text,
  source_name: wire.text,
  pipeline_id: wire.ref,
  created_at: wire.unix,
  metadata: wire.values,
  _embedded: wire.values,
})
export type Unsorted = z.output<typeof unsorted>

export const event = z.object({
  id: wire.id,
  type: wire.text,
  entity_id: wire.ref,
  entity_type: wire.text,
  created_by: wire.ref,
  created_at: wire.unix,
  value_before: wire.list,
  value_after: wire.list,
})
export type AmoEvent = z.output<typeof event>

export const note = z.object({ id: wire.id, ...owned, entity_id: wire.ref, note_type: wire.text, params: wire.values })
export type Note = z.output<typeof note>

export const task = z.object({
  id: wire.id,
  ...owned,
  entity_id: wire.ref,
  entity_type: wire.text,
  task_type_id: wire.ref,
  text: wire.text,
  duration: wire.number,
  complete_till: wire.unix,
  is_completed: wire.bool,
  result: wire.any,
})

export const catalog = z.object({ id: wire.id, name: wire.text, type: wire.text })
export const element = z.object({
  id: wire.id,
  name: wire.text,
  catalog_id: wire.ref,
  ...stamps,
  is_deleted: wire.bool,
  custom_fields_values: wire.list,
})
