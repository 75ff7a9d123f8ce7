// Guesses from what a person is called in the systems (position, rights, department, team, name) what they do. Only a guess: who does
// not sell leaves the leagues, so it counts once the head has accepted it. Words in Russian, Ukrainian, English and Polish.
import type { PERSON_ROLES } from '../contract/settings.ts'

export type PersonRole = (typeof PERSON_ROLES)[number]

/** In order: "руководитель отдела маркетинга" is of marketing, "head of sales" a head. */
const words: readonly (readonly [PersonRole, RegExp])[] = [
  [
    'robot',
    /(^|[^\p{L}])(ро?бот|bot|api|robot|salesbot|интеграц\S*|інтеграц\S*|integra\S*|система|system|автомат\S*|webhook|noreply|техническ\S* (уч|польз)\S*|технічн\S* обл\S*)([^\p{L}]|$)/u,
  ],
  ['marketing', /маркет|marketing|smm|таргет|target(olog|ing)|директолог|реклам|content|seo([^\p{L}]|$)|pr-|(^|[^\p{L}])pr([^\p{L}]|$)/u],
  ['reviewer', /контрол\S* (качеств|якост)|качеств|якост|quality|прослуш|(^|[^\p{L}])(окк|вкя|qa|okk)([^\p{L}]|$)|тренер|coach|jakośc/u],
  [
    'service',
    /сервис|сервіс|service|serwis|поддержк|підтримк|support|wsparci|логист|логіст|logist|склад|доставк|delivery|монтаж|(^|[^\p{L}])(производств|виробниц)/u,
  ],
  [
    'other',
    /бухгалт|księgow|accountant|accounting|финанс|фінанс|financ|юрист|lawyer|legal|(^|[^\p{L}])(hr|it|кадр|рекрут)|recruit|секретар|office|офис-|админ|адмін|admin|developer|разработ|розробн|закуп|procure|собственник|власник|owner|właściciel|генеральн|ceo|founder/u,
  ],
  [
    'head',
    /руковод|керівник|начальник|(^|[^\p{L}])(роп|рвп|head|team ?lead|тимлид|тімлід|director|chief|lead)([^\p{L}]|$)|директор|supervisor|супервайз|sales manager of|kierownik|dyrektor|vp([^\p{L}]|$)/u,
  ],
  [
    'caller',
    /оператор|call.?cent|колл.?центр|кол.?центр|(^|[^\p{L}])(кц|sdr|bdr|ldr)([^\p{L}]|$)|квалифика|кваліфік|телемарк|telemarket|лидоген|лідоген|lead ?gen|диспетчер/u,
  ],
  [
    'account',
    /аккаунт|акаунт|account|сопровожд|супров|клиентск\S* (менедж|отдел)|клієнтськ\S* (менедж|відділ)|customer success|(^|[^\p{L}])(kam|csm)([^\p{L}]|$)|key account|постоянн\S* клиент|постійн\S* клієнт|opiekun/u,
  ],
  ['seller', /продаж|продав|sales|sprzeda|handlow|seller|selling|менеджер|manager|account executive/u],
]

/** Null: nothing tells. The first text that tells decides: the position before the rights, the name last. */
export function guessPersonRole(texts: readonly (string | null | undefined)[]): PersonRole | null {
  for (const text of texts) {
    const lower = (text ?? '').toLowerCase().replaceAll('ё', 'е').trim()
    const found = lower === '' ? undefined : words.find(([, pattern]) => pattern.test(lower))
    if (found !== undefined) return found[0]
  }
  return null
}
