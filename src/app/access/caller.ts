// Who asks: known before the workspace is, and so without a role yet.
import type { ApiKey } from '../../store/tables/api-keys.ts'
import type { AuditEntry } from '../../store/tables/audit-log.ts'
import type { User } from '../../store/tables/users.ts'
import type { Accounts } from './open-accounts.ts'

export type Caller =
  /** No token and no session, or worthless ones. */
  | { kind: 'nobody' }
  /** A command on this machine: whoever can read the data directory owns it anyway. */
  | { kind: 'machine' }
  /** The holder of an owner link. */
  | { kind: 'link' }
  | { kind: 'user'; user: User }
  | { kind: 'key'; key: ApiKey }

/** What a browser came with, and what goes back to it beside the answer. Commands have none. */
export type Door = {
  accounts: Accounts
  /** The Cookie header. */
  cookie: string
  setCookie(line: string): void
  /** Takes the session of the owner link out of the browser and ends it. */
  endLink(): Promise<void>
}

/** Does the caller own the installation: every workspace, also one that is made by asking for it? */
export function ownsHouse(caller: Caller): boolean {
  return caller.kind === 'machine' || caller.kind === 'link' || (caller.kind === 'user' && caller.user.ownsHouse)
}

/** The caller as the audit log and lists name it. */
export function nameCaller(caller: Caller): AuditEntry['who'] {
  if (caller.kind === 'user') return { kind: 'user', id: caller.user.id, name: caller.user.email }
  if (caller.kind === 'key') return { kind: 'key', id: String(caller.key.id), name: caller.key.name }
  return { kind: caller.kind, id: null, name: null }
}
