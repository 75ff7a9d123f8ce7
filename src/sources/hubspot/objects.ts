// Which objects of HubSpot are read, with the properties the map needs and the objects they are linked to.

export type HubObject = {
  name: string
  /** The property that tells when it changed last. */
  changed: 'hs_lastmodifieddate' | 'lastmodifieddate'
  properties: readonly string[]
  /** Properties whose former values are read too. */
  history?: readonly string[]
  links: readonly string[]
  /** Without it nothing can be told. The others are read where the portal has them and the token may. */
  isNeeded?: boolean
  /** Read with the properties the portal made itself. */
  hasOwnProperties?: boolean
  /** Taken only when linked to one of these: quotes and invoices have line items too. */
  onlyWith?: string
}

const engagement = ['hs_timestamp', 'hs_createdate', 'hs_lastmodifieddate', 'hubspot_owner_id']
const parties = ['contacts', 'deals', 'leads']

const deals: HubObject = {
  name: 'deals',
  changed: 'hs_lastmodifieddate',
  properties: [
    ...['dealname', 'amount', 'deal_currency_code', 'dealstage', 'pipeline', 'closedate', 'createdate', 'hubspot_owner_id'],
    ...['hs_lastmodifieddate', 'hs_is_closed', 'hs_is_closed_won', 'closed_lost_reason', 'closed_won_reason', 'dealtype'],
    ...['hs_analytics_source', 'hs_analytics_source_data_1', 'hs_analytics_source_data_2', 'hs_merged_object_ids'],
  ],
  history: ['dealstage', 'pipeline', 'amount', 'hubspot_owner_id', 'closedate'],
  links: ['contacts', 'companies', 'leads'],
  isNeeded: true,
  hasOwnProperties: true,
}

const clients: readonly HubObject[] = [
  {
    name: 'contacts',
    changed: 'lastmodifieddate',
    properties: [
      ...['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'mobilephone', 'jobtitle', 'associatedcompanyid'],
      ...['hubspot_owner_id', 'createdate', 'lastmodifieddate', 'hs_analytics_source', 'hs_merged_object_ids', 'hs_calculated_merged_vids'],
    ],
    history: ['hubspot_owner_id'],
    links: [],
    isNeeded: true,
    hasOwnProperties: true,
  },
  {
    name: 'companies',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...['name', 'domain', 'industry', 'numberofemployees', 'state', 'country', 'hubspot_owner_id', 'createdate'],
      ...['hs_lastmodifieddate', 'hs_merged_object_ids'],
    ],
    history: ['hubspot_owner_id'],
    links: [],
    hasOwnProperties: true,
  },
]

const cases: readonly HubObject[] = [
  {
    name: 'leads',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...['hs_createdate', 'hs_lastmodifieddate', 'hs_lead_name', 'hs_lead_label', 'hs_lead_source', 'hs_analytics_source'],
      ...['hs_pipeline', 'hs_pipeline_stage', 'hubspot_owner_id', 'hs_lead_disqualification_reason', 'hs_merged_object_ids'],
    ],
    history: ['hs_pipeline_stage', 'hs_pipeline', 'hubspot_owner_id'],
    links: ['contacts', 'companies', 'deals'],
    hasOwnProperties: true,
  },
  deals,
  {
    name: 'line_items',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...['name', 'hs_product_id', 'hs_sku', 'quantity', 'price', 'amount', 'hs_cost_of_goods_sold', 'createdate'],
      ...['hs_lastmodifieddate'],
    ],
    links: ['deals'],
    onlyWith: 'deals',
  },
]

const activities: readonly HubObject[] = [
  {
    name: 'calls',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...engagement,
      ...['hs_call_direction', 'hs_call_duration', 'hs_call_disposition', 'hs_call_status', 'hs_call_from_number', 'hs_call_to_number'],
      ...['hs_call_recording_url', 'hs_call_title'],
    ],
    links: parties,
  },
  {
    name: 'emails',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...engagement,
      ...['hs_email_direction', 'hs_email_status', 'hs_email_from_email', 'hs_email_to_email', 'hs_email_thread_id', 'hs_email_subject'],
    ],
    links: parties,
  },
  {
    name: 'meetings',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...engagement,
      ...['hs_meeting_title', 'hs_meeting_start_time', 'hs_meeting_end_time', 'hs_meeting_outcome', 'hs_meeting_location'],
      'hs_meeting_external_url',
    ],
    links: parties,
  },
  {
    name: 'communications',
    changed: 'hs_lastmodifieddate',
    properties: [...engagement, ...['hs_communication_channel_type', 'hs_communication_conversation_id', 'hs_communication_direction']],
    links: parties,
  },
  {
    name: 'tasks',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...engagement,
      ...['hs_task_subject', 'hs_task_status', 'hs_task_type', 'hs_task_completion_date', 'hs_task_is_completed'],
    ],
    links: [...parties, 'companies'],
  },
]

const money: readonly HubObject[] = [
  {
    name: 'invoices',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...['hs_invoice_status', 'hs_invoice_date', 'hs_due_date', 'hs_amount_billed', 'hs_currency', 'hs_number', 'hs_createdate'],
      'hs_lastmodifieddate',
    ],
    links: ['contacts', 'deals', 'companies'],
  },
  {
    name: 'commerce_payments',
    changed: 'hs_lastmodifieddate',
    properties: [
      ...['hs_latest_status', 'hs_initiated_date', 'hs_initial_amount', 'hs_currency_code', 'hs_createdate', 'hs_lastmodifieddate'],
    ],
    links: ['contacts', 'deals', 'companies'],
  },
]

export const hubObjects: readonly HubObject[] = [...clients, ...cases, ...activities, ...money]

/** What may point at a contact or company that was merged into another one. */
export const pointers: Readonly<Record<string, readonly string[]>> = {
  contacts: ['leads', 'deals', 'calls', 'emails', 'meetings', 'communications', 'tasks'],
  companies: ['leads', 'deals'],
}
