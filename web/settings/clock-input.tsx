// A time of day as HH:MM in 24 hours, whatever clock the browser likes: 9, 930 and 9:30 are understood.
import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'

export function readClock(text: string): string | null {
  const [, hour = '', minute = '00'] = /^\s*(\d{1,2})(?:[:.]?(\d{2}))?\s*$/.exec(text) ?? []
  if (hour === '') return null
  const time = `${hour.padStart(2, '0')}:${minute}`
  return /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time) ? time : null
}

type Props = { label: string; value: string; isWrong: boolean; onChange: (time: string) => void }

export function ClockInput({ label, value, isWrong, onChange }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const settle = () => {
    const time = readClock(text)
    if (time) onChange(time)
    setText(time ?? value)
  }
  return (
    <TextInput
      size="sm"
      w={68}
      aria-label={label}
      inputMode="numeric"
      maxLength={5}
      value={text}
      error={isWrong}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
      styles={{ input: { textAlign: 'center' } }}
    />
  )
}
