// Keys of the checklist, while the reader is in it: 1–3 mark a step and go to the next, Ctrl+Enter keeps the score, N skips the call.
import { type RefObject, useEffect, useEffectEvent } from 'react'

type Keys = { mark: (key: string, place: number) => void; save: () => void; skip: (() => void) | null }

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-step]') : null)
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type))

function enter(row: Element | undefined | null): void {
  const radio =
    row?.querySelector<HTMLInputElement>('input[type="radio"]:checked') ?? row?.querySelector<HTMLInputElement>('input[type="radio"]')
  radio?.focus()
}

/** `isReady`: the checklist stands there; then its first step is entered. */
export function useReviewKeys(card: RefObject<HTMLElement | null>, isReady: boolean, keys: Keys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return keys.save()
    }
    if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.code === 'KeyN') return keys.skip?.()
    const rows = [...(card.current?.querySelectorAll<HTMLElement>('[data-step]') ?? [])]
    const row = rowOf(event.target) ?? rows.find((one) => one.dataset.marked === '')
    const place = ['Digit1', 'Digit2', 'Digit3'].indexOf(event.code.replace('Numpad', 'Digit'))
    if (place < 0 || !row?.dataset.step) return
    event.preventDefault()
    keys.mark(row.dataset.step, place)
    enter(rows[rows.indexOf(row) + 1] ?? row)
  })
  useEffect(() => {
    const element = card.current
    if (!isReady || element === null) return
    enter(element.querySelector('[data-step]'))
    const listen = (event: KeyboardEvent) => press(event)
    element.addEventListener('keydown', listen)
    return () => element.removeEventListener('keydown', listen)
  }, [card, isReady])
}
