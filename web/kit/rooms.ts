// The screens of the rail, in its order, each with the resource a role must be allowed to see it. The first four stand in the
// phone's bottom bar.
import {
  IconBolt,
  IconBook2,
  IconBuildingStore,
  IconCalendarCheck,
  IconCompass,
  IconDatabase,
  IconFilter2,
  IconListDetails,
  IconRoute,
  IconSettings,
  IconTargetArrow,
  IconUsers,
  IconZoomExclamation,
} from '@tabler/icons-react'

export const rooms = [
  { id: 'today', path: '/today', needs: 'today', icon: IconCalendarCheck },
  { id: 'compass', path: '/', needs: 'query', icon: IconCompass },
  { id: 'funnel', path: '/funnel', needs: 'funnel', icon: IconFilter2 },
  { id: 'speed', path: '/speed', needs: 'curve', icon: IconBolt },
  { id: 'people', path: '/people', needs: 'query', icon: IconUsers },
  { id: 'channels', path: '/channels', needs: 'attribution', icon: IconRoute },
  { id: 'clients', path: '/clients', needs: 'ledger', icon: IconBuildingStore },
  { id: 'plans', path: '/plans', needs: 'plans', icon: IconTargetArrow },
  { id: 'leads', path: '/leads', needs: 'ledger', icon: IconListDetails },
  { id: 'lost', path: '/lost', needs: 'lost', icon: IconZoomExclamation },
  { id: 'data', path: '/data', needs: 'sources', icon: IconDatabase },
  { id: 'kpis', path: '/kpis', needs: 'kpis', icon: IconBook2 },
  { id: 'settings', path: '/settings', needs: 'session', icon: IconSettings },
] as const

export type Room = (typeof rooms)[number]
export const roomsOnPhone = 4
