// The screens of the rail, in its order. The first four stand in the phone's bottom bar.
import { IconBook2, IconCompass, IconDatabase, IconFilter2, IconListDetails, IconUsers, IconZoomExclamation } from '@tabler/icons-react'

export const rooms = [
  { id: 'compass', path: '/', icon: IconCompass },
  { id: 'funnel', path: '/funnel', icon: IconFilter2 },
  { id: 'people', path: '/people', icon: IconUsers },
  { id: 'leads', path: '/leads', icon: IconListDetails },
  { id: 'lost', path: '/lost', icon: IconZoomExclamation },
  { id: 'data', path: '/data', icon: IconDatabase },
  { id: 'kpis', path: '/kpis', icon: IconBook2 },
] as const

export type Room = (typeof rooms)[number]
export const roomsOnPhone = 4
