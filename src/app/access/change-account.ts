// The own account: another name, another password.
import type { SessionAnswer } from '../../contract/access.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceInput } from '../../contract/resources.ts'
import { renameUser } from '../../store/tables/users.ts'
import type { House } from '../open-house.ts'
import { noteAudit, noteRefusal } from './audit.ts'
import { returnTries, takeTries } from './limit-tries.ts'
import { showSession } from './show-session.ts'
import { type DoorAsk, doorOf, welcome } from './sign-in.ts'

const triesMax = 5

/** A new password ends all sessions of the account and begins one here. Throws bad_input for a wrong present password. */
export async function changeAccount(house: House, ask: DoorAsk, { name, password }: ResourceInput<'account'>): Promise<SessionAnswer> {
  const { caller, now, address } = ask
  if (caller.kind !== 'user') throw new AppError('forbidden', 'Only who signed in has an account to change.')
  const { user } = caller
  if (name !== undefined) {
    await renameUser(house.store.db, user.id, name)
    await noteAudit(house, { caller, now, address, action: 'account.changed', detail: { name } })
  }
  if (password === undefined)
    return showSession(house, { caller: { kind: 'user', user: { ...user, name: name ?? user.name } }, workspace: ask.workspace })
  const { accounts } = doorOf(ask)
  const tries = [{ what: `password of ${user.id}`, max: triesMax }]
  await takeTries(house, tries, now)
  if (!(await accounts.checkPassword(user.id, password.current))) {
    await noteRefusal(house, { caller, now, address, action: 'password.refused' })
    throw new AppError('bad_input', 'The present password is another one.', { path: 'password.current' })
  }
  await returnTries(house, tries)
  await accounts.setPassword(user.id, password.next)
  const signed = await accounts.signIn(user.email, password.next)
  if (!signed) throw new AppError('not_signed_in', 'Sign in with the new password.')
  return welcome(house, { ...ask, caller: { kind: 'nobody' } }, signed, 'password.changed')
}
