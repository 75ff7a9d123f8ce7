// Roles of a workspace, and who may use a route. Each route names its access once; doors and pages follow from it.
import { z } from 'zod'

export const roles = ['owner', 'head', 'lead', 'rep', 'reviewer', 'analyst'] as const
export type Role = (typeof roles)[number]
export const roleSchema = z.enum(roles)

/**
 * - open: everybody, without signing in
 * - caller: whoever is let in, whatever the workspace
 * - link: the holder of an owner link
 * - machine: a command on the machine of the server
 * - house: the owner of the installation, and keys of owners
 * - roles: those of the workspace that is asked
 */
export type Access = 'open' | 'caller' | 'link' | 'machine' | 'house' | readonly Role[]

export const everyRole = roles
/** They run the department and decide what its figures mean. */
export const managers: readonly Role[] = ['owner', 'head']
/** They read everything of a workspace. */
export const readers: readonly Role[] = ['owner', 'head', 'analyst']
/** They hear calls and say what they heard. */
export const reviewers: readonly Role[] = ['owner', 'head', 'lead', 'reviewer']
/** All whose work is more than calls and scripts. */
export const sellers: readonly Role[] = ['owner', 'head', 'lead', 'rep', 'analyst']

const granted: Readonly<Record<Role, readonly Role[]>> = {
  owner: roles,
  head: ['lead', 'rep', 'reviewer', 'analyst'],
  lead: [],
  rep: [],
  reviewer: [],
  analyst: [],
}

/** May somebody of this role give, change or take away that role. */
export const mayGrant = (role: Role, other: Role): boolean => granted[role].includes(other)

/** A role with what it is narrowed to. */
export const grantShape = {
  role: roleSchema,
  person: z.string().nullable().default(null).describe('Record of the person, source:id; a rep has one'),
  teams: z.array(z.string()).max(50).default([]).describe('Teams of a lead, source:id'),
}
