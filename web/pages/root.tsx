// What stands at every address: the figures for who is signed in, the door for who is not.
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useSession } from '../api/session.ts'
import { Layout } from './layout.tsx'

const SignIn = lazy(async () => ({ default: (await import('../access/sign-in.tsx')).SignIn }))
const Welcome = lazy(async () => ({ default: (await import('../access/welcome.tsx')).Welcome }))

export function Root() {
  const { data: session } = useSession()
  const { pathname } = useLocation()
  if (pathname === '/join') {
    return (
      <Suspense>
        <Outlet />
      </Suspense>
    )
  }
  // Nothing to show yet: the first step is a source.
  const isEmpty = session?.workspaces.length === 0 && session.may.includes('connect') && !session.needs_owner
  if (isEmpty && pathname === '/') return <Navigate to="/data" replace />
  const isOwnerLink = session?.via === 'link' && (session.needs_owner || pathname === '/welcome')
  if (!isOwnerLink && session?.via !== null) return <Layout />
  return <Suspense>{isOwnerLink ? <Welcome isFirst={session.needs_owner} /> : <SignIn />}</Suspense>
}
