// Words that hold a phrase together and tell little of it: a phrase is found by the others.
const russian =
  'а бы был была были было быть в вам вами вас ваш ваша ваше вашего вашей ваши вашу вы где да для до же за и из или им их к как какая какие какой какую когда кто ли меня мне мой моя мы на нам нас наш наша не него нее ней ни них но ну о об он она они от по под при с свой себя со так такой то тогда только тот ты у уж уже что чтобы это этот эта эти эту я если еще ещё'
const ukrainian =
  'а але б би був була були було бути в вам вами вас ваш ваша ваше вашого вашої ваші вашу ви від воно вона вони він де для до же за з зі із і й його її їм їх ж коли кому ми мене мені мій моя на нам нас наш наша не нам ні ну о об про по при під та так такий те ти тільки то тоді той у уже вже хто це цей ця ці цю чи що щоб я як яка який яке якщо яку які ще'
const english =
  'a about am an and are as at be been but by can could did do does for from had has have he her him his how i if in is it its me my not of on or our she so than that the their them then there they this to us was we were what when where which who will with would you your'
const words = new Set(`${russian} ${ukrainian} ${english}`.replaceAll('ё', 'е').split(' '))

export const isFunctionWord = (word: string): boolean => words.has(word)

const denials = new Set(['не', 'ни', 'ні', 'без', 'not', 'no', 'isnt', 'dont', 'without'])
/** Turns the word after it into its opposite. */
export const isDenial = (word: string): boolean => denials.has(word)
