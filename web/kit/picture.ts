// A drawn chart as a file: the SVG itself, or a PNG of it at twice the size for a letter or a slide.

type Size = { width: number; height: number }
const scale = 2

export function svgFile(svg: string): Blob {
  return new Blob([svg], { type: 'image/svg+xml' })
}

export async function pngFile(svg: string, { width, height }: Size, background: string): Promise<Blob | null> {
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  const brush = canvas.getContext('2d')
  if (!brush) return null
  brush.fillStyle = background
  brush.fillRect(0, 0, canvas.width, canvas.height)
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const { promise, resolve } = Promise.withResolvers<Blob | null>()
  canvas.toBlob(resolve, 'image/png')
  return promise
}
