// The screens of the rail, in its order, each with the resource a role must be allowed to see it and, where a screen is made for some
// roles alone, which. The first four stand in the phone's bottom bar.
import {
  IconBolt,
  IconBook2,
  IconBuildingStore,
  IconCalendarCheck,
  IconCompass,
  IconDatabase,
  IconFilter2,
  IconHeadphones,
  IconListDetails,
  IconRoute,
  IconSettings,
  IconSunrise,
  IconTargetArrow,
  IconUsers,
  IconZoomExclamation,
} from '@tabler/icons-react'
import type { Role } from '../../src/contract/roles.ts'

export const rooms = [
  { id: 'my_day', path: '/day', needs: 'today', icon: IconSunrise, only: ['rep'] },
  { id: 'today', path: '/today', needs: 'today', icon: IconCalendarCheck, only: ['owner', 'head', 'lead', 'analyst'] },
  { id: 'compass', path: '/', needs: 'query', icon: IconCompass },
  { id: 'funnel', path: '/funnel', needs: 'funnel', icon: IconFilter2 },
  { id: 'speed', path: '/speed', needs: 'curve', icon: IconBolt },
  { id: 'people', path: '/people', needs: 'query', icon: IconUsers },
  { id: 'channels', path: '/channels', needs: 'attribution', icon: IconRoute },
  { id: 'clients', path: '/clients', needs: 'ledger', icon: IconBuildingStore },
  { id: 'scripts', path: '/scripts', needs: 'reviews', icon: IconHeadphones },
  { id: 'plans', path: '/plans', needs: 'plans', icon: IconTargetArrow },
  { id: 'leads', path: '/leads', needs: 'ledger', icon: IconListDetails },
  { id: 'lost', path: '/lost', needs: 'lost', icon: IconZoomExclamation },
  { id: 'data', path: '/data', needs: 'sources', icon: IconDatabase },
  { id: 'kpis', path: '/kpis', needs: 'kpis', icon: IconBook2 },
  { id: 'settings', path: '/settings', needs: 'session', icon: IconSettings },
] as const

export type Room = (typeof rooms)[number]

/** Is the screen made for this role? Who has none runs the house. */
export function isMadeFor(room: Room, role: Role | null): boolean {
  return !('only' in room) || room.only.some((known) => known === (role ?? 'owner'))
}
export const roomsOnPhone = 4
