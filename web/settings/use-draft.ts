// What the reader changed on a settings page and has not kept yet: places in the settings and their new values.
import { useState } from 'react'
import type { SettingPatch } from '../api/use-settings.ts'

export type Draft = {
  patch: SettingPatch
  count: number
  /** The value as the reader left it, else as it is kept. */
  get: <Value>(place: string, kept: Value) => Value
  /** A value set back to what is kept is no change. */
  set: <Value>(place: string, value: Value, kept: Value) => void
  reset: () => void
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function useDraft(): Draft {
  const [patch, setPatch] = useState<SettingPatch>({})
  return {
    patch,
    count: Object.keys(patch).length,
    get: <Value>(place: string, kept: Value) => (place in patch ? (patch[place] as Value) : kept),
    set: (place, value, kept) => setPatch(({ [place]: _old, ...others }) => (isSame(value, kept) ? others : { ...others, [place]: value })),
    reset: () => setPatch({}),
  }
}
