// What can be asked of a house, each resource once: its address, the form of the question and of the answer. The HTTP
// routes, their documentation and the command line (when it asks a running server) follow from this table.
import { z } from 'zod'
import {
  accountPatchSchema,
  auditQuerySchema,
  auditSchema,
  byIdSchema,
  directorySchema,
  invitationAcceptSchema,
  invitationAskSchema,
  invitationLookSchema,
  invitationSchema,
  invitationSeenSchema,
  invitedSchema,
  keyAskSchema,
  keyMadeSchema,
  keySchema,
  linkSchema,
  memberPatchSchema,
  memberUserSchema,
  ownerSchema,
  sessionSchema,
  signInSchema,
} from './access.ts'
import {
  funnelAnswerSchema,
  funnelQuerySchema,
  ledgerAnswerSchema,
  ledgerQuerySchema,
  lostAnswerSchema,
  lostQuerySchema,
} from './analyses.ts'
import { answerSchema, recordsAnswerSchema } from './answer.ts'
import { attributionAnswerSchema, attributionQuerySchema } from './attribution.ts'
import { briefAnswerSchema, briefQuerySchema } from './brief.ts'
import { curveAnswerSchema, curveQuerySchema } from './curves.ts'
import { customerResources } from './customer-resources.ts'
import { editingResources } from './editing-resources.ts'
import { bottlenecksAnswerSchema, bottlenecksQuerySchema, explainAnswerSchema, explainQuerySchema } from './explain.ts'
import { factorsAnswerSchema, factorsQuerySchema } from './factors.ts'
import { identityResources } from './identity-resources.ts'
import { kpiEntrySchema } from './kpi-entry.ts'
import { meaningsSchema } from './meanings.ts'
import { peopleResources } from './people-resources.ts'
import { planResources } from './plan-resources.ts'
import { querySchema, recordsQuerySchema } from './query.ts'
import { type Access, everyRole, managers, readers, sellers } from './roles.ts'
import { sourceResources } from './source-resources.ts'
import { quarantineQuerySchema } from './sources.ts'
import { trustResources } from './trust-resources.ts'
import { trackerSchema } from './visits.ts'

export type Resource = {
  method: 'get' | 'post' | 'patch' | 'delete'
  path: string
  doc: string
  /** Who may use it. What they see of it is narrowed further, to their rows. */
  access: Access
  /** The body; of a GET the query string and the parameters of the path, which are text. */
  input: z.ZodType
  output: z.ZodType
}

const texts = kpiEntrySchema.shape.name
const family = z.object({ family: z.string(), name: texts, kpis: z.array(kpiEntrySchema) })
const nothing = z.object({})
const settings = z.record(z.string(), z.unknown())

export const quarantinedSchema = z.object({
  source: z.string(),
  kind: z.string(),
  record_id: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
  raw: z.unknown(),
  at: z.string(),
})
export type Quarantined = z.infer<typeof quarantinedSchema>

export const resources = {
  query: {
    method: 'post',
    path: '/api/query',
    doc: 'KPIs by dimensions and periods, each figure with its sample and interval',
    access: everyRole,
    input: querySchema,
    output: answerSchema,
  },
  records: {
    method: 'post',
    path: '/api/records/search',
    doc: 'The records behind one figure; count is of all of them, not of the page',
    access: everyRole,
    input: recordsQuerySchema,
    output: recordsAnswerSchema,
  },
  funnel: {
    method: 'post',
    path: '/api/funnel',
    doc: 'Stages of a pipeline with what became of every visit',
    access: sellers,
    input: funnelQuerySchema,
    output: funnelAnswerSchema,
  },
  attribution: {
    method: 'post',
    path: '/api/attribution',
    doc: 'Channels by the sales credited to them under a model, and the journeys behind those',
    access: sellers,
    input: attributionQuerySchema,
    output: attributionAnswerSchema,
  },
  ledger: {
    method: 'post',
    path: '/api/ledger',
    doc: 'Where every lead received is now',
    access: sellers,
    input: ledgerQuerySchema,
    output: ledgerAnswerSchema,
  },
  lost: {
    method: 'post',
    path: '/api/lost',
    doc: 'What was refused and why',
    access: sellers,
    input: lostQuerySchema,
    output: lostAnswerSchema,
  },
  explain: {
    method: 'post',
    path: '/api/explain',
    doc: 'Why a figure changed: parts that sum to the change',
    access: everyRole,
    input: explainQuerySchema,
    output: explainAnswerSchema,
  },
  bottlenecks: {
    method: 'post',
    path: '/api/bottlenecks',
    doc: 'Where the funnel loses most against its own best quarter, with tested candidate causes',
    access: sellers,
    input: bottlenecksQuerySchema,
    output: bottlenecksAnswerSchema,
  },
  curve: {
    method: 'post',
    path: '/api/curves/:name',
    doc: 'An own curve: speed, response, cycle, persistence, contacts or stage',
    access: sellers,
    input: curveQuerySchema,
    output: curveAnswerSchema,
  },
  brief: {
    method: 'post',
    path: '/api/brief',
    doc: 'What stood out of the noise last week: at most three findings',
    access: sellers,
    input: briefQuerySchema,
    output: briefAnswerSchema,
  },
  factors: {
    method: 'post',
    path: '/api/factors',
    doc: 'Which habits go with a good result across people and months',
    access: ['owner', 'head', 'lead', 'analyst'],
    input: factorsQuerySchema,
    output: factorsAnswerSchema,
  },
  ...trustResources,
  ...planResources,
  ...peopleResources,
  ...customerResources,
  kpis: {
    method: 'get',
    path: '/api/kpis',
    doc: 'The catalogue of KPIs',
    access: everyRole,
    input: nothing,
    output: z.object({
      families: z.array(family),
      missing: z.array(z.string()).describe('Kinds of records that KPIs need and of which the workspace has none'),
    }),
  },
  kpi: {
    method: 'get',
    path: '/api/kpis/:id',
    doc: 'One entry of the catalogue',
    access: everyRole,
    input: z.object({ id: z.string() }),
    output: kpiEntrySchema.extend({ family: z.string() }),
  },
  settings: {
    method: 'get',
    path: '/api/settings',
    doc: 'The settings of the workspace',
    access: everyRole,
    input: nothing,
    output: settings,
  },
  settingsPatch: {
    method: 'patch',
    path: '/api/settings',
    doc: 'Changes settings: a key or a dotted place and its new value; null sets it back',
    access: managers,
    input: settings,
    output: settings,
  },
  meanings: {
    method: 'get',
    path: '/api/meanings',
    doc: 'Pipelines, stages and refusal reasons of the sources, and what they are taken for',
    access: readers,
    input: nothing,
    output: meaningsSchema,
  },
  workspaces: {
    method: 'get',
    path: '/api/workspaces',
    doc: 'The workspaces the caller may open, the one opened by default first',
    access: 'caller',
    input: nothing,
    output: z.object({ workspaces: z.array(z.object({ id: z.string(), name: z.string(), demo: z.boolean() })) }),
  },
  ...sourceResources,
  ...identityResources,
  ...editingResources,
  quarantine: {
    method: 'get',
    path: '/api/quarantine',
    doc: 'Rows that were not taken in, with place and reason',
    access: readers,
    input: quarantineQuerySchema,
    output: z.object({ count: z.number(), rows: z.array(quarantinedSchema) }),
  },
  session: {
    method: 'get',
    path: '/api/session',
    doc: 'Who is signed in, with what rights; answers also when nobody is',
    access: 'open',
    input: nothing,
    output: sessionSchema,
  },
  signIn: { method: 'post', path: '/api/session', doc: 'Signs in', access: 'open', input: signInSchema, output: sessionSchema },
  signOut: { method: 'delete', path: '/api/session', doc: 'Signs out', access: 'caller', input: nothing, output: nothing },
  account: {
    method: 'patch',
    path: '/api/account',
    doc: 'Changes the own name or password; a new password ends all other sessions',
    access: 'caller',
    input: accountPatchSchema,
    output: sessionSchema,
  },
  owner: {
    method: 'post',
    path: '/api/owner',
    doc: 'Makes or renews the account of the owner, by the owner link; then the link is worth nothing more',
    access: 'link',
    input: ownerSchema,
    output: sessionSchema,
  },
  ownerLink: {
    method: 'post',
    path: '/api/owner/links',
    doc: 'A new owner link; for the command line',
    access: 'machine',
    input: nothing,
    output: linkSchema,
  },
  people: {
    method: 'get',
    path: '/api/people',
    doc: 'People and teams of the workspace, for giving roles',
    access: managers,
    input: nothing,
    output: directorySchema,
  },
  users: {
    method: 'get',
    path: '/api/users',
    doc: 'Accounts that may open the workspace',
    access: managers,
    input: nothing,
    output: z.object({ users: z.array(memberUserSchema) }),
  },
  userPatch: {
    method: 'patch',
    path: '/api/users/:id',
    doc: 'Changes the role of an account in the workspace',
    access: managers,
    input: memberPatchSchema,
    output: memberUserSchema,
  },
  userRemove: {
    method: 'delete',
    path: '/api/users/:id',
    doc: 'Takes the workspace from an account',
    access: managers,
    input: byIdSchema,
    output: nothing,
  },
  userLink: {
    method: 'post',
    path: '/api/users/:id/links',
    doc: 'A link that sets a new password for an account of this workspace only; good for one day, once',
    access: managers,
    input: byIdSchema,
    output: linkSchema,
  },
  invitations: {
    method: 'get',
    path: '/api/invitations',
    doc: 'Invitations nobody has used yet',
    access: managers,
    input: nothing,
    output: z.object({ invitations: z.array(invitationSchema) }),
  },
  invite: {
    method: 'post',
    path: '/api/invitations',
    doc: 'Makes an invitation link, good once',
    access: managers,
    input: invitationAskSchema,
    output: invitedSchema,
  },
  invitationRevoke: {
    method: 'delete',
    path: '/api/invitations/:id',
    doc: 'Takes an invitation back',
    access: managers,
    input: byIdSchema,
    output: nothing,
  },
  invitationLook: {
    method: 'post',
    path: '/api/invitations/look',
    doc: 'What a link of an invitation or a new password is for',
    access: 'open',
    input: invitationLookSchema,
    output: invitationSeenSchema,
  },
  invitationAccept: {
    method: 'post',
    path: '/api/invitations/accept',
    doc: 'Uses the link up and signs in',
    access: 'open',
    input: invitationAcceptSchema,
    output: sessionSchema,
  },
  keys: {
    method: 'get',
    path: '/api/keys',
    doc: 'API keys of the workspace',
    access: managers,
    input: nothing,
    output: z.object({ keys: z.array(keySchema) }),
  },
  keyAdd: { method: 'post', path: '/api/keys', doc: 'Makes an API key', access: managers, input: keyAskSchema, output: keyMadeSchema },
  keyRevoke: { method: 'delete', path: '/api/keys/:id', doc: 'Revokes an API key', access: managers, input: byIdSchema, output: nothing },
  siteTracker: {
    method: 'get',
    path: '/api/tracker',
    doc: 'The key of the site and the line for its pages; made when first asked for',
    access: managers,
    input: nothing,
    output: trackerSchema,
  },
  siteTrackerRenew: {
    method: 'post',
    path: '/api/tracker',
    doc: 'A new key of the site; the earlier one is worth nothing any more',
    access: managers,
    input: nothing,
    output: trackerSchema,
  },
  audit: {
    method: 'get',
    path: '/api/audit',
    doc: 'Who looked at records, exported, changed something or was refused; latest first',
    access: ['owner'],
    input: auditQuerySchema,
    output: auditSchema,
  },
} as const satisfies Record<string, Resource>

export type ResourceName = keyof typeof resources
export type ResourceInput<N extends ResourceName> = z.output<(typeof resources)[N]['input']>
export type ResourceOutput<N extends ResourceName> = z.output<(typeof resources)[N]['output']>
