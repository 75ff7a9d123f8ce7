// Mantine's theme: one deep teal accent, quiet greys, Inter. The colours of both schemes are tokens in styles/tokens.css.
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#e6f3f1',
  '#cbe6e2',
  '#9fd0c9',
  '#6db7ad',
  '#3f9d92',
  '#1c8377',
  '#0f6e64',
  '#0b5a53',
  '#084842',
  '#053530',
]
const gray: MantineColorsTuple = [
  '#f6f8f8',
  '#eef1f1',
  '#e2e7e7',
  '#cfd6d6',
  '#a9b3b3',
  '#7f8b8b',
  '#5d6969',
  '#465151',
  '#2c3535',
  '#182020',
]
const dark: MantineColorsTuple = [
  '#dfe7e6',
  '#b7c2c1',
  '#93a09f',
  '#6d7a79',
  '#3a4646',
  '#2b3535',
  '#1b2424',
  '#141c1c',
  '#0f1616',
  '#0a1010',
]

export const theme = createTheme({
  colors: { teal, gray, dark },
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 5 },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '20px', xl: '30px' },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
})
