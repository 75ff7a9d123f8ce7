// Language and light or dark, remembered in this browser: two buttons on the rail, items of the phone's menu.
import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, languages } from '../i18n.ts'
import type { Language } from './format-figure.ts'
import css from './preferences.module.css'

// Each language by its own name, so that it is found by who reads no other.
const ownNames: Record<Language, string> = { ru: 'Русский', uk: 'Українська', en: 'English' }
const schemes = [
  { id: 'light', icon: IconSun },
  { id: 'dark', icon: IconMoon },
  { id: 'auto', icon: IconDeviceDesktop },
] as const

function Tick({ isOn }: { isOn: boolean }) {
  return isOn ? <IconCheck size={16} aria-hidden /> : <span className={css.blank} />
}

export function LanguageItems() {
  const { i18n } = useTranslation()
  return languages.map((language) => (
    <Menu.Item
      key={language}
      lang={language}
      leftSection={<Tick isOn={i18n.language === language} />}
      aria-current={i18n.language === language}
      onClick={() => void chooseLanguage(language)}
    >
      {ownNames[language]}
    </Menu.Item>
  ))
}

export function SchemeItems() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return schemes.map(({ id }) => (
    <Menu.Item
      key={id}
      leftSection={<Tick isOn={colorScheme === id} />}
      aria-current={colorScheme === id}
      onClick={() => setColorScheme(id)}
    >
      {t(`scheme.${id}`)}
    </Menu.Item>
  ))
}

export function Preferences() {
  const { t } = useTranslation()
  const { colorScheme } = useMantineColorScheme()
  const SchemeIcon = schemes.find(({ id }) => id === colorScheme)?.icon ?? IconDeviceDesktop
  return (
    <div className={css.preferences}>
      <Menu shadow="md" position="top-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('shell.language')} title={t('shell.language')}>
            <IconLanguage size={20} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <LanguageItems />
        </Menu.Dropdown>
      </Menu>
      <Menu shadow="md" position="top-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('shell.scheme')} title={t('shell.scheme')}>
            <SchemeIcon size={20} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <SchemeItems />
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
