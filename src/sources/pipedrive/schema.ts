// What Pipedrive sends: v2 with plain ids and RFC 3339, v1 with nested objects, 0/1 and "YYYY-MM-DD HH:MM:SS" in UTC.
import { z } from 'zod'
import { isValues, toId, wire } from '../wire-values.ts'

/** An id, or the v1 object that holds it. */
const link = z
  .unknown()
  .optional()
  .transform((value) => (isValues(value) ? (toId(value.value) ?? toId(value.id)) : toId(value)))

const stamps = { add_time: wire.utc, update_time: wire.utc }
const owned = { owner_id: link, user_id: link, person_id: link, org_id: link, ...stamps }
const gone = { is_deleted: wire.bool, deleted: wire.bool, active_flag: wire.bool }

export const deal = z.looseObject({
  ...{
    id: wire.id,
    title: wire.text,
    ...owned,
    ...gone,
    pipeline_id: wire.ref,
    stage_id: link,
    value: wire.decimal,
    currency: wire.text,
    status: wire.text,
  },
  ...{
    lost_reason: wire.text,
    close_time: wire.utc,
    won_time: wire.utc,
    lost_time: wire.utc,
    stage_change_time: wire.utc,
    expected_close_date: wire.text,
  },
  ...{
    origin: wire.text,
    origin_id: wire.text,
    channel: wire.text,
    channel_id: wire.text,
    source_lead_id: wire.ref,
    is_archived: wire.bool,
    label_ids: wire.list,
    label: wire.text,
    probability: wire.text,
    custom_fields: wire.values,
  },
})
export type Deal = z.output<typeof deal>

export const lead = z.looseObject({
  ...{
    id: wire.id,
    title: wire.text,
    ...owned,
    ...gone,
    organization_id: link,
    value: wire.any,
    source_name: wire.text,
    origin: wire.text,
    channel: wire.text,
  },
  ...{ channel_id: wire.text, is_archived: wire.bool, archive_time: wire.utc, was_seen: wire.bool },
})

export const person = z.looseObject({
  ...{
    id: wire.id,
    name: wire.text,
    ...owned,
    ...gone,
    emails: wire.any,
    email: wire.any,
    phones: wire.any,
    phone: wire.any,
    job_title: wire.text,
  },
  custom_fields: wire.values,
})
export const organization = z.looseObject({
  ...{ id: wire.id, name: wire.text, ...owned, ...gone, address: wire.any, website: wire.text, country_code: wire.text },
  ...{ address_country: wire.text, address_admin_area_level_1: wire.text, address_locality: wire.text },
  custom_fields: wire.values,
})
export const user = z.object({ id: wire.id, name: wire.text, email: wire.text, phone: wire.text, active_flag: wire.bool })
export const team = z.object({ id: wire.id, name: wire.text, users: wire.list })
export const pipeline = z.object({ id: wire.id, name: wire.text, is_deleted: wire.bool, active: wire.bool })
export const stage = z.object({
  ...{ id: wire.id, name: wire.text, pipeline_id: wire.ref, order_nr: wire.number, is_deleted: wire.bool, active_flag: wire.bool },
  ...{ days_to_rotten: wire.number, rotten_days: wire.number, deal_probability: wire.number },
})
export const field = z.object({ field_code: wire.text, key: wire.text, field_name: wire.text, name: wire.text, options: wire.list })
export const change = z.object({
  ...{ id: wire.ref, item_id: wire.ref, field_key: wire.text, old_value: wire.any, new_value: wire.any },
  ...{ actor_user_id: wire.ref, user_id: wire.ref, time: wire.utc, log_time: wire.utc },
})
export type Change = z.output<typeof change>
export const activity = z.object({
  ...{
    id: wire.id,
    type: wire.text,
    key_string: wire.text,
    subject: wire.text,
    due_date: wire.text,
    due_time: wire.text,
    duration: wire.text,
    done: wire.bool,
  },
  ...{ marked_as_done_time: wire.utc, ...owned, ...gone, assigned_to_user_id: wire.ref, deal_id: link, lead_id: wire.ref },
})
export type Activity = z.output<typeof activity>
export const call = z.object({
  ...{
    id: wire.id,
    activity_id: wire.ref,
    user_id: link,
    person_id: link,
    deal_id: link,
    lead_id: wire.ref,
    subject: wire.text,
    duration: wire.number,
  },
  ...{ outcome: wire.text, from_phone_number: wire.text, to_phone_number: wire.text, start_time: wire.utc, end_time: wire.utc },
})
export const mail = z.object({
  ...{
    id: wire.id,
    from: wire.list,
    to: wire.list,
    subject: wire.text,
    message_time: wire.utc,
    sent_flag: wire.bool,
    user_id: link,
    mail_thread_id: wire.ref,
  },
  ...{ deal_id: link, ...stamps },
})
export const item = z.object({
  ...{
    id: wire.id,
    deal_id: link,
    product_id: link,
    name: wire.text,
    quantity: wire.decimal,
    item_price: wire.decimal,
    sum: wire.decimal,
    add_time: wire.utc,
  },
  ...{ is_enabled: wire.bool, enabled_flag: wire.bool },
})
