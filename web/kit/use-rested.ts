// A value once nobody has changed it for a while: then the server may be asked about it.
import { useEffect, useState } from 'react'

const restMs = 500

export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
