// The width an element has now, 0 until it is laid out: pictures are drawn for it, so that their words keep their size.
import { type RefObject, useEffect, useRef, useState } from 'react'

export function useWidth<Target extends Element>(): [RefObject<Target | null>, number] {
  const place = useRef<Target>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const target = place.current
    if (!target) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    watch.observe(target)
    return () => watch.disconnect()
  }, [])
  return [place, width]
}
