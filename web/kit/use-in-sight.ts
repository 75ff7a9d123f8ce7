// True once an element has come near the window, and for good: what is far below is asked for only when the reader gets there.
import { type RefObject, useEffect, useRef, useState } from 'react'
import { printEvent } from './print-page.ts'

export function useInSight<Target extends Element>(): [RefObject<Target | null>, boolean] {
  const place = useRef<Target>(null)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const target = place.current
    if (!target || isSeen) return
    // Coming and going may be told at once: whoever looks at one of them alone waits for ever.
    const watch = new IntersectionObserver((told) => told.some((entry) => entry.isIntersecting) && setSeen(true), { rootMargin: '400px' })
    watch.observe(target)
    const onPrint = () => setSeen(target.closest('.not-printed') === null)
    addEventListener(printEvent, onPrint)
    return () => {
      watch.disconnect()
      removeEventListener(printEvent, onPrint)
    }
  }, [isSeen])
  return [place, isSeen]
}
