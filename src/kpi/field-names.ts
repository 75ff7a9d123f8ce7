// Guesses from the name of a CRM's field what of a record it fills. Words in Russian, Ukrainian, English and Polish.
import type { FieldTarget } from '../contract/field-targets.ts'

const words: Readonly<Record<FieldTarget, RegExp>> = {
  'deals.amount':
    /бюджет|сумма (сделки|договора|заказа)|сума (угоди|договору|замовлення)|deal (amount|value)|budget|budżet|kwota|wartość (umowy|zamówienia)/iu,
  'deals.gross_profit': /прибыл|маржа|маржин|прибут|profit|margin|marża|marz[aę]|zysk/iu,
  'deals.product': /^(продукт|услуга|товар|послуга|product|service|produkt|usługa|направление|напрям(ок)?)([^\p{L}]|$)/iu,
  'deals.lost_reason':
    /причин\S* (отказ|проигрыш|потер|закры|відмов|програш|втрат)|(lost|loss|closing|rejection) reason|reason (lost|for los)|pow[oó]d (odmowy|utraty|przegranej)/iu,
  'deals.nps': /(^|[^\p{L}])nps([^\p{L}]|$)/iu,
  'leads.product': /^(продукт|услуга|товар|послуга|product|service|produkt|usługa|направление|напрям(ок)?)([^\p{L}]|$)/iu,
  'leads.language': /(^|[^\p{L}])(язык|мова|language|język)([^\p{L}]|$)/iu,
  'leads.lost_reason':
    /причин\S* (отказ|проигрыш|потер|закры|брак|відмов|програш|втрат)|(lost|loss|disqualif\S*|rejection) reason|pow[oó]d (odmowy|utraty)/iu,
  'companies.segment':
    /сегмент|segment|категори\S* клиент|категорі\S* клієнт|тип клиент|тип клієнт|customer (type|tier|category)|typ klienta/iu,
  'companies.region': /регион|регіон|область|(^|[^\p{L}])(город|місто|region|city|state|miasto|województwo)([^\p{L}]|$)/iu,
  'companies.industry': /отрасль|сфера деятельности|галузь|сфера діяльності|industry|vertical|branża/iu,
  'companies.size':
    /числен\S*|чисельн\S*|количество (сотрудник|работник)|кількість (співробітник|працівник)|employees|headcount|company size|liczba pracowników/iu,
  'contacts.position': /должност|посада|job ?title|^position$|stanowisko/iu,
  'contacts.nps': /(^|[^\p{L}])nps([^\p{L}]|$)/iu,
}

/** The first of these names that tells; those filled most stand first. Null: none. */
export const guessField = (target: FieldTarget, names: readonly string[]): string | null =>
  names.find((name) => words[target].test(name)) ?? null
