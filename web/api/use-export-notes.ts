// Tells the server which files the reader took along, for the audit log: POST /api/exports.
import { useEffect } from 'react'
import { type Exported, exportEvent } from '../kit/download.ts'
import { postJson } from './http.ts'

const pathMax = 300

export function useExportNotes(): void {
  useEffect(() => {
    const note = (event: Event) => {
      const { name, form } = (event as CustomEvent<Exported>).detail
      // The file is the reader's already: a note that fails takes nothing back.
      void Promise.allSettled([postJson('/exports', { name, form, at: (location.pathname + location.search).slice(0, pathMax) })])
    }
    addEventListener(exportEvent, note)
    return () => removeEventListener(exportEvent, note)
  }, [])
}
