// Accounts: who is signed in, invitations by link, members of a workspace, API keys, the audit log. Forms of questions and answers.
import { z } from 'zod'
import { grantShape, roleSchema } from './roles.ts'

const moment = z.string().describe('ISO 8601')
const secret = z.string().min(1).max(200)
const id = z.string().min(1).max(100)

export const passwordMin = 10
const password = z.string().min(passwordMin, `at least ${passwordMin} characters`).max(128)
/** A line somebody reads. */
const line = (charsMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charsMax)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'one line of text')
const personName = line(120)
const email = z.email().max(200).toLowerCase()

export const signInSchema = z.strictObject({ email: z.string().max(200), password: z.string().max(200) })
export const ownerSchema = z.strictObject({ name: personName, email, password })

const named = z.object({ id: z.string(), name: z.string().nullable() })
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable().describe('null: nobody, or no account'),
  via: z.enum(['session', 'link', 'key', 'machine']).nullable().describe('How the caller was let in; null = nobody is signed in'),
  needs_owner: z.boolean().describe('Came by the owner link, and no account exists yet: set one by POST /api/owner'),
  workspace: z.string().nullable().describe('The workspace asked, else the one opened by default; null = none or several'),
  role: roleSchema.nullable().describe('In that workspace'),
  person: named.nullable(),
  teams: z.array(named),
  workspaces: z.array(z.object({ id: z.string(), name: z.string(), demo: z.boolean(), role: roleSchema })),
  may: z.array(z.string()).describe('Names of the routes this role may use in the workspace: operationId of the description'),
})
export type SessionAnswer = z.infer<typeof sessionSchema>

export const accountPatchSchema = z.strictObject({
  name: personName.optional(),
  password: z.strictObject({ current: z.string().max(200), next: password }).optional(),
})

export const linkSchema = z.object({ path: z.string().describe('Behind the address of the server; shown once'), expires_at: moment })

export const invitationAskSchema = z.strictObject({
  ...grantShape,
  email: email.optional().describe('The account it is for; absent: whoever opens the link first'),
  days: z.number().int().min(1).max(30).default(7).describe('How long the link is good'),
})
export const invitationSchema = z.object({
  id: z.string(),
  ...grantShape,
  email: z.string().nullable(),
  created_at: moment,
  created_by: z.string(),
  expires_at: moment,
})
export const invitedSchema = invitationSchema.extend({ path: linkSchema.shape.path })

export const invitationLookSchema = z.strictObject({ token: secret })
export const invitationSeenSchema = z.object({
  kind: z.enum(['invitation', 'password']).describe('password: a new password for an account that is there'),
  workspace: z.string().nullable(),
  role: roleSchema.nullable(),
  email: z.string().nullable().describe('null: the invited chooses'),
  created_by: z.string(),
  expires_at: moment,
})
export const invitationAcceptSchema = z.strictObject({
  token: secret,
  name: personName.optional().describe('Not needed by who is signed in, or for a new password'),
  email: email.optional().describe('Of an account that is there: its password is asked'),
  password: password.optional(),
})

export const memberUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  ...grantShape,
  person_name: z.string().nullable(),
  owns_house: z.boolean().describe('Owner of the installation: of every workspace'),
  since: moment,
  last_seen_at: moment.nullable(),
})
export const memberPatchSchema = z.strictObject({ id, ...grantShape })
export const byIdSchema = z.strictObject({ id })

export const keyAskSchema = z.strictObject({
  name: line(80),
  ...grantShape,
  expires: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')
    .optional()
    .describe('First local day on which it is good no more; absent: none'),
})
export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  ...grantShape,
  created_at: moment,
  created_by: z.string(),
  expires_at: moment.nullable(),
  last_used_at: moment.nullable(),
})
export const keyMadeSchema = keySchema.extend({ key: z.string().describe('The key itself; shown once') })

export const directorySchema = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
  teams: z.array(z.object({ id: z.string(), name: z.string() })),
})

export const auditQuerySchema = z.object({
  action: z.string().optional(),
  before: z.coerce.number().int().min(1).optional().describe('Entries before this id: the next page'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
export const auditSchema = z.object({
  entries: z.array(
    z.object({
      id: z.number(),
      at: moment,
      who: z.object({ kind: z.enum(['user', 'key', 'link', 'machine', 'nobody']), id: z.string().nullable(), name: z.string().nullable() }),
      action: z.string(),
      detail: z.record(z.string(), z.unknown()),
      address: z.string().nullable(),
    }),
  ),
  next: z.number().nullable().describe('`before` of the next page; null = there is none'),
})
