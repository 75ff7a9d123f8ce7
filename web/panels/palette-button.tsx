// The way into the palette: a button that names its keys, and the keys themselves.
import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../kit/rooms.ts'
import css from './palette-button.module.css'

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }))

export function PaletteButton({ rooms }: { rooms: readonly Room[] }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button type="button" className={css.button} onClick={() => setOpen(true)}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <span className={css.name}>{t('palette.find')}</span>
        <span className={`small quiet ${css.keys}`}>Ctrl K</span>
      </button>
      <Suspense>{isOpen && <CommandPalette rooms={rooms} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
