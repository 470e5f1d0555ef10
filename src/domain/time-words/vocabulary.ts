/**
 * Words of time in English, German, French, Spanish, Portuguese and Japanese, as patterns over folded text:
 * lower case, without accents, full-width digits as digits.
 */

/** The text in the same length, for patterns. */
export const fold = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => foldUnit(text[at] ?? '')).join('');

const WORDS: Readonly<Record<string, string>> = { '’': "'", '‘': "'", '–': '-', '—': '-', '〜': '~' };

function foldUnit(unit: string): string {
  const known = WORDS[unit];
  if (known !== undefined) return known;
  const compatible = unit.normalize('NFKC').toLowerCase();
  const [base = unit] = compatible.normalize('NFD');
  if (/^[a-z]$/.test(base)) return base;
  return compatible.length === 1 ? compatible : unit;
}

export type Role = 'at' | 'since' | 'until' | 'other';

interface Keyword {
  readonly pattern: RegExp;
  readonly role: Role;
  /** It says that the time is not exact: the words stay in the text. */
  readonly about?: true;
  /** Before it a bare number is an hour: `a las 2`. */
  readonly takesHour?: true;
  /** In its language `14h` is a time of day as well as a span. */
  readonly hIsEither?: true;
}

const keyword = (source: string, role: Role, more: Omit<Keyword, 'pattern' | 'role'> = {}): Keyword => ({
  pattern: new RegExp(`(?:${source})(?![a-z\\d])`, 'y'),
  role,
  ...more,
});

/** Longest first: the first that fits is taken. */
export const keywords: readonly Keyword[] = [
  keyword('(?:desde|a partir de) (?:las?|as)', 'since', { takesHour: true }),
  keyword('since|starting|from|seit(?:dem)?|ab|von', 'since'),
  keyword('depuis|des|a partir d[eu]|desde(?: (?:hace|ha))?', 'since', { hIsEither: true }),
  keyword('hasta las?|ate as', 'until', { takesHour: true }),
  keyword("until|till|to|bis|jusqu'?a|hasta|ate", 'until'),
  keyword('sobre las?|hacia las?|alrededor de las?|por volta d(?:as?|o)|cerca das', 'at', {
    about: true,
    takesHour: true,
  }),
  keyword(
    'around|about|approx\\.?|approximately|ca\\.?|circa|gegen|etwa um|ungefahr um|vers|autour de',
    'at',
    {
      about: true,
    },
  ),
  keyword('antes de las?|despues de las?|antes das?|depois das?', 'other', { takesHour: true }),
  keyword('(?:shortly |just |kurz |right )?(?:before|after|nach|vor|by|within|avant|apres)', 'other'),
  keyword('a las?|as', 'at', { takesHour: true }),
  keyword('at|um|a|al|ao|on|am|le|el|em|na|no', 'at'),
  { pattern: /@/y, role: 'at' },
  { pattern: /~/y, role: 'at', about: true },
];

/** Behind a time in Japanese. */
export const suffixes: readonly (readonly [RegExp, Role, about: boolean])[] = [
  [/ ?(?:ごろ|頃)に?/y, 'at', true],
  [/ ?から/y, 'since', false],
  [/ ?まで/y, 'until', false],
  [/ ?に/y, 'at', false],
];

/** Words that stand between the parts of one time. */
export const connector =
  /(?: ?の ?|t(?=\d)|[ ,]*(?:(?:at|on|um|am|a las?|a|as|le|el|del|em|de|do|of|the)(?![a-z]))[ ]+|[ ,]+(?=\()|[ ,]+)/y;

const UNITS: readonly (readonly [pattern: string, ms: number])[] = [
  ['s(?:ec(?:ond)?s?)?|secondes?|sek(?:unden?)?|seg(?:undos?)?|秒', 1_000],
  ['m(?:in(?:ute)?s?)?|minuten|minutos?|分間?', 60_000],
  ['h(?:(?:ou)?rs?)?|hour|std|stunden?|heures?|horas?|時間', 3_600_000],
  ['d(?:ays?)?|tage?n?|jours?|dias?|日間?', 86_400_000],
  ['w(?:eeks?)?|wochen?|semaines?|semanas?|週間?', 604_800_000],
];
export const unitMs = (word: string): number =>
  UNITS.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(word))?.[1] ?? Number.NaN;

const UNIT = `(?:${UNITS.map(([pattern]) => pattern).join('|')})`;
const COUNT =
  '\\d+(?:[.,]\\d+)?|half an?|a half|(?:einer |eine )?halben?|(?:une )?demi-?|media|meia|an|a|one|eine?[rnm]?|une?|una|uma|um|un';
/** One count and its unit; `half` behind it adds half a unit. */
export const countedUnit = new RegExp(
  `(${COUNT})[ ]?(${UNIT})(?![a-z])([ ]?半|[ ]and a half|[ ]et demie?|[ ]y media|[ ]e meia)?`,
  'y',
);
export const spanJoint = /(?:,? (?:and|und|et|y|e) |,? |)/y;

export const countOf = (word: string): number =>
  /^\d/.test(word) ? Number(word.replace(',', '.')) : /half|halbe|demi|medi|meia/.test(word) ? 0.5 : 1;

export const agoBefore = /(?:vor|il y a|hace|ha|faz)(?![a-z])/y;
export const agoBehind = / ?(?:ago(?![a-z])|earlier(?![a-z])|back(?![a-z])|atras(?![a-z])|前(?!後))/y;
export const lastBefore =
  /(?:in |for |over )?(?:the )?(?:last|past)|(?:in )?den letzten|(?:ces )?dernieres?|(?:en )?(?:los|las) ultim[oa]s|n?[oa]s ultim[oa]s/y;
/** `a few minutes ago`: nobody can tell how many. */
export const vagueAgo = new RegExp(
  `(?:(?:a few|a couple of|couple of|some|several) ${UNIT} ago|vor (?:ein paar|einigen|wenigen) ${UNIT}|il y a quelques ${UNIT}|hace (?:unos|unas|algunos|algunas) ${UNIT}|ha (?:uns|umas|alguns|algumas) ${UNIT}|数${UNIT}前)`,
  'y',
);

export const days: readonly (readonly [RegExp, offset: number, half?: 'am' | 'pm' | 'last-night'])[] = [
  [
    /last night|gestern (?:abend|nacht)|heute nacht|hier soir|anoche|ontem a noite|昨夜|昨晩/y,
    -1,
    'last-night',
  ],
  [
    /this morning|heute (?:morgen|fruh|vormittag)|ce matin|esta manana|esta manha|hoje de manha|今朝/y,
    0,
    'am',
  ],
  [/this afternoon|heute nachmittag|cet apres-midi|esta tarde|hoje a tarde/y, 0, 'pm'],
  [/tonight|this evening|heute abend|ce soir|esta noche|esta noite|今夜|今晩/y, 0, 'pm'],
  [/(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|antier|anteontem|一昨日|おととい/y, -2],
  [/today|heute|aujourd'hui|hoy|hoje|今日|本日/y, 0],
  [/yesterday|gestern|hier|ayer|ontem|昨日/y, -1],
  [/tomorrow|morgen|demain|manana|amanha|明日/y, 1],
];

/** Monday is 1. */
const WEEKDAYS: readonly string[] = [
  'monday|montag|lundi|lunes|segunda(?:-feira)?|月曜日?',
  'tuesday|dienstag|mardi|martes|terca(?:-feira)?|火曜日?',
  'wednesday|mittwoch|mercredi|miercoles|quarta(?:-feira)?|水曜日?',
  'thursday|donnerstag|jeudi|jueves|quinta(?:-feira)?|木曜日?',
  'friday|freitag|vendredi|viernes|sexta(?:-feira)?|金曜日?',
  'saturday|samstag|sonnabend|samedi|sabado|土曜日?',
  'sunday|sonntag|dimanche|domingo|日曜日?',
];
const SHORT_WEEKDAYS = ['mon', 'tues?', 'wed', 'thu(?:rs?)?', 'fri', 'sat', 'sun'];
const weekdayOf = (words: readonly string[], word: string): number =>
  words.findIndex((pattern) => new RegExp(`^(?:${pattern})$`).test(word)) + 1;

export const weekday = new RegExp(
  `(last |past |letzten |letzte[rs]? |vergangenen |先週の?|next |nachsten |kommenden |proxim[oa] |来週の?)?(?:(${WEEKDAYS.join('|')})|(${SHORT_WEEKDAYS.join('|')})\\.?(?=,? ))( dernier| pasado| passad[oa]| prochain| que viene| que vem)?(?![a-z])`,
  'y',
);
export const weekdayNumber = (long: string | undefined, short: string | undefined): number =>
  long === undefined ? weekdayOf(SHORT_WEEKDAYS, short ?? '') : weekdayOf(WEEKDAYS, long);

const MONTHS: readonly string[] = [
  'jan(?:uary|uar|vier|eiro)?|janv|enero?|januar',
  'feb(?:ruary|ruar|rero)?|fevr(?:ier)?|fev(?:ereiro)?',
  'mar(?:ch|s|zo|co)?|marz',
  'apr(?:il)?|avril|avr|abr(?:il)?',
  'may|mai|mayo|maio',
  'june?|juni|juin|junio|junho',
  'july?|juli|juillet|juil|julio|julho',
  'aug(?:ust)?|aout|agosto',
  'sept?(?:ember|embre|iembre)?|setembro|set',
  'oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?',
  'nov(?:ember|embre|iembre|embro)?',
  'dec(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre)?',
];
const MONTH = `(${MONTHS.join('|')})\\.?`;
export const monthNumber = (word: string): number =>
  MONTHS.findIndex((pattern) => new RegExp(`^(?:${pattern})$`).test(word)) + 1;
const YEAR = '(?:,? (?:de |del )?(\\d{4})(?![\\d:h]))?';
export const monthFirst = new RegExp(`${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.h])${YEAR}`, 'y');
export const dayFirst = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th|er|\\.|o|º)? ?(?:of |de |d')?${MONTH}(?![a-z])${YEAR}`,
  'y',
);

/** Which half of the day, behind or before a clock. */
export const halves: readonly (readonly [RegExp, 'am' | 'pm' | 'night'])[] = [
  [
    /in the morning|(?:am )?vormittags?|morgens|fruh(?: am morgen)?|du matin|de la manana|de la madrugada|da manha|da madrugada|morning|朝/y,
    'am',
  ],
  [
    /in the (?:afternoon|evening)|nachmittags?|abends|de l'apres-midi|du soir|de la tarde|da tarde|afternoon|evening|夕方/y,
    'pm',
  ],
  [/at night|nachts|de la nuit|de la noche|da noite|夜/y, 'night'],
];

export const wordClocks: readonly (readonly [RegExp, hour: number])[] = [
  [/noon|midday|mittags?|midi|mediodia|meio-?dia|正午/y, 12],
  [/midnight|mitternacht|minuit|medianoche|meia-noite|真夜中/y, 0],
];

const NUMBERS: readonly string[] = [
  'one|eins?|une|una|uma',
  'two|zwei|deux|dos|duas',
  'three|drei|trois|tres',
  'four|vier|quatre|cuatro|quatro',
  'five|funf|cinq|cinco',
  'six|sechs|seis',
  'seven|sieben|sept|siete|sete',
  'eight|acht|huit|ocho|oito',
  'nine|neun|neuf|nueve|nove',
  'ten|zehn|dix|diez|dez',
  'eleven|elf|onze|once',
  'twelve|zwolf|douze|doce|doze',
];
const NUMBER = `(\\d{1,2}|${NUMBERS.join('|')})(?![a-z\\d:])`;
export const numberOf = (word: string): number =>
  /^\d/.test(word) ? Number(word) : NUMBERS.findIndex((p) => new RegExp(`^(?:${p})$`).test(word)) + 1;
/** Clocks in words, with the minutes that they add to the hour. */
export const spokenClocks: readonly (readonly [RegExp, minutes: number])[] = [
  [new RegExp(`half past ${NUMBER}`, 'y'), 30],
  [new RegExp(`quarter past ${NUMBER}|viertel nach ${NUMBER}`, 'y'), 15],
  [new RegExp(`quarter to ${NUMBER}|viertel vor ${NUMBER}`, 'y'), -15],
  [new RegExp(`halb ${NUMBER}`, 'y'), -30],
  [new RegExp(`${NUMBER} (?:heures? )?(?:et demie|y media|e meia)`, 'y'), 30],
  [new RegExp(`${NUMBER} (?:heures? )?(?:et quart|y cuarto)`, 'y'), 15],
  [new RegExp(`${NUMBER} o'?clock`, 'y'), 0],
];

/** Behind digits: then they are a measure and no clock. */
export const measureBehind =
  /[ ]?(?:%|‰|ms|msec|s|secs?|seconds?|min|mins|minutes?|minuten|minutos|[kmgt]i?b|[kmgt]b\/s|rps|qps|req\/s|x|k|usd|eur|percent|prozent|per cent|por ciento|por cento|pour cent|times|€|\$)(?![a-z])/y;

/** Before a number with a dot: then it is hardly a clock. */
export const measureBefore =
  /(?:\bp\d{2,3}|\bv(?:ersion)?|latency|latenz|latence|latencia|ratio|rate|quote|load|cpu|score|index|apdex|average|avg|mean|median|ping|cost|price|was|is|were|are|to|of|von|auf|bei|by|x) *(?:at|=|:)? *$/;
