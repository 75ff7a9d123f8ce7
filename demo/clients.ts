// Contacts and companies of the demo company: names, phones, addresses. All invented.
import type { Book } from './book.ts'
import { shared } from './book.ts'
import type { Rng } from './random.ts'
import type { Source } from './truths.ts'

const femaleNames = [
  'Олена',
  'Марина',
  'Світлана',
  'Юлія',
  'Ольга',
  'Катерина',
  'Анна',
  'Лариса',
  'Вікторія',
  'Надія',
  'Алла',
  'Инна',
  'Полина',
  'Леся',
]
const maleNames = [
  'Олександр',
  'Дмитро',
  'Сергій',
  'Микола',
  'Роман',
  'Тарас',
  'Евгений',
  'Игорь',
  'Максим',
  'Богдан',
  'Юрій',
  'Степан',
  'Глеб',
  'Остап',
]
const surnames = [
  'Шаповал',
  'Кравець',
  'Мороз',
  'Литвин',
  'Бойко',
  'Гончар',
  'Панченко',
  'Клименко',
  'Савчук',
  'Романюк',
  'Жук',
  'Дорош',
  'Білик',
  'Яременко',
  'Сидорчук',
  'Левченко',
  'Костюк',
  'Мазур',
  'Ярош',
  'Нестеренко',
  'Вдовенко',
  'Рибак',
  'Чумак',
  'Коваль',
  'Федоренко',
  'Хоменко',
  'Тищенко',
  'Назаренко',
]
const companyRoots = [
  'Альтаїр',
  'Будгарант',
  'Вектор',
  'Гранд',
  'Дельта',
  'Еталон',
  'Затишок',
  'Імпульс',
  'Каштан',
  'Лагуна',
  'Меридіан',
  'Надія',
  'Оріон',
  'Престиж',
  'Ритм',
  'Синергія',
  'Титан',
  'Урбан',
  'Форум',
  'Хвиля',
  'Центр',
  'Чайка',
  'Явір',
  'Берег',
  'Горизонт',
  'Джерело',
  'Золотий лев',
  'Калина',
  'Лідер',
  'Маяк',
]
const companyTails = ['Плюс', 'Груп', 'Буд', 'Сервіс', 'Трейд', 'Інвест', 'Дім', 'Маркет', 'Логістик', 'Агро', 'Мед', 'Девелопмент']
const industries = ['Будівництво', 'Торгівля', 'Готелі та ресторани', 'Медицина', 'Логістика', 'ІТ', 'Виробництво', 'Освіта', 'Агро']
const sizes = ['1-10', '11-50', '51-250', '250+']
const crmRegions = ['Київ', 'Київська', 'Житомирська', 'Черкаська', 'Львівська', 'Вінницька']
const amoRegions = ['Одеса', 'Одеська', 'Миколаївська', 'Херсонська']
const positions = [
  'Директор',
  'Власник',
  'Менеджер із закупівель',
  'Головний інженер',
  'Офіс-менеджер',
  'Бухгалтер',
  'Завгосп',
  'Керівник проєкту',
]
const decides = new Set(['Директор', 'Власник', 'Керівник проєкту'])
const mailHosts = ['gmail.com', 'ukr.net', 'i.ua', 'meta.ua']

const latin: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
  ы: 'y',
  э: 'e',
  ё: 'e',
  ъ: '',
  "'": '',
}

/** Cyrillic to Latin, for addresses. */
export const latinize = (text: string): string =>
  [...text.toLowerCase()].map((letter) => latin[letter] ?? (letter === ' ' ? '-' : letter)).join('')

export type Client = {
  contact: string
  company: string | null
  name: string
  phone: string
  email: string
  position: string | null
  language: 'uk' | 'ru'
  region: string
  segment: 'company' | 'person'
  organisation: { name: string; industry: string; size: string; taxId: string; domain: string; founded: number } | null
}

const operators = ['50', '63', '66', '67', '68', '73', '93', '95', '96', '97', '98', '99']

/** A mobile number of Ukraine; numbers below ten million give different phones for one operator. */
export const mobile = (operator: number, number: number): string =>
  `+380${operators[operator % operators.length]}${String(number % 10_000_000).padStart(7, '0')}`

/** Eight digits, unlike anybody else's as the phone is. */
const taxIdOf = (phone: string): string => `${2 + (operators.indexOf(phone.slice(4, 6)) % 7)}${phone.slice(-7)}`

/** An invented client; serial and phone make it unlike anybody else. */
export function inventClient(rng: Rng, source: Source, serial: string, phone: string): Client {
  const first = rng.chance(0.5) ? rng.pick(femaleNames) : rng.pick(maleNames)
  const last = rng.pick(surnames)
  const isCompany = rng.chance(source === 'crm' ? 0.72 : 0.5)
  const region = rng.pick(source === 'crm' ? crmRegions : amoRegions)
  const root = `${rng.pick(companyRoots)} ${rng.pick(companyTails)}`
  const domain = `${latinize(root)}-${serial}.com.ua`
  const position = isCompany ? rng.pick(positions) : null
  return {
    contact: `K${serial}`,
    company: isCompany ? `O${serial}` : null,
    name: `${first} ${last}`,
    phone,
    email: isCompany ? `${latinize(last)}@${domain}` : `${latinize(first)}.${latinize(last)}.${serial}@${rng.pick(mailHosts)}`,
    position,
    language: rng.chance(source === 'crm' ? 0.68 : 0.42) ? 'uk' : 'ru',
    region,
    segment: isCompany ? 'company' : 'person',
    organisation: isCompany
      ? {
          name: `ТОВ «${root}»`,
          industry: rng.pick(industries),
          size: sizes[rng.weighted([46, 32, 16, 6])] as string,
          taxId: taxIdOf(phone),
          domain,
          founded: 1994 + rng.int(30),
        }
      : null,
  }
}

export type ClientDates = { created: number; owner: string | null; updated: string; customerSince?: string | undefined }

/** Writes the contact and its company as they are known. */
export function writeClient(book: Book, source: Source, client: Client, dates: ClientDates): void {
  const created = book.time(dates.created)
  const owner = dates.owner === null ? undefined : shared(source, dates.owner)
  const { organisation } = client
  book.add(source, 'contacts', {
    id: client.contact,
    name: client.name,
    company_id: client.company ?? undefined,
    phone: client.phone,
    email: client.email,
    position: client.position ?? undefined,
    decision_maker: client.position === null ? true : decides.has(client.position),
    owner_id: owner,
    customer_since: organisation ? undefined : dates.customerSince,
    created_at: created,
    updated_at: dates.updated,
  })
  if (!organisation) return
  book.add(source, 'companies', {
    id: client.company,
    name: organisation.name,
    industry: organisation.industry,
    size: organisation.size,
    region: client.region,
    country: 'UA',
    domain: organisation.domain,
    founded_at: `${organisation.founded}-01-01`,
    tax_id: organisation.taxId,
    owner_id: owner,
    customer_since: dates.customerSince,
    segment: organisation.size === '250+' ? 'key' : 'regular',
    updated_at: dates.updated,
  })
}
