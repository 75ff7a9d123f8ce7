// The frame of a picture drawn as SVG: told in words to who cannot see it, drawn for the width it has, taken along as PNG or SVG.
import { type ReactNode, useRef } from 'react'
import { download } from '../../kit/download.ts'
import { pngFile, svgFile } from '../../kit/picture.ts'
import { standAloneSvg } from '../../kit/stand-alone-svg.ts'
import { TextButton } from '../../kit/text-button.tsx'
import { useFormat } from '../../kit/use-format.ts'
import { useWidth } from '../../kit/use-width.ts'
import css from './picture.module.css'

type Props = {
  /** The name of its files. */
  name: string
  /** What it shows, in a sentence. */
  text: string
  height: (width: number) => number
  children: (width: number) => ReactNode
}

export function Picture({ name, text, height, children }: Props) {
  const { t } = useFormat()
  const [place, width] = useWidth<HTMLDivElement>()
  const drawn = useRef<SVGSVGElement>(null)
  const tall = height(width || 600)
  const save = async (extension: 'svg' | 'png') => {
    if (!drawn.current) return
    const svg = standAloneSvg(drawn.current)
    const ground = getComputedStyle(drawn.current).getPropertyValue('--surface').trim()
    const file = extension === 'svg' ? svgFile(svg) : await pngFile(svg, { width, height: tall }, ground)
    if (file) download(file, name, extension)
  }
  return (
    <div className={css.picture}>
      <div ref={place} className={css.place} style={{ height: tall }}>
        {width > 0 && (
          <svg
            ref={drawn}
            role="img"
            aria-label={text}
            viewBox={`0 0 ${width} ${tall}`}
            width={width}
            height={tall}
            className={css.drawing}
          >
            {children(width)}
          </svg>
        )}
      </div>
      <div className={css.files}>
        {(['png', 'svg'] as const).map((extension) => (
          <TextButton key={extension} isQuiet onClick={() => void save(extension)}>
            {t('trend.save', { form: extension.toUpperCase() })}
          </TextButton>
        ))}
      </div>
    </div>
  )
}
