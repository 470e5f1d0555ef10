import type { FamilyAlphabet } from './families/family.ts';
import { vendorTokens } from './families/index.ts';
import type { PatternRule } from './pattern-rules.ts';

/** As parts of a character class. */
const CHARACTERS: Readonly<Record<FamilyAlphabet, string>> = {
  hex: '\\da-fA-F',
  digits: '\\d',
  'letters-digits': '\\dA-Za-z',
  base64: '\\dA-Za-z+/=',
  base64url: '\\w-',
  'hex-dashes': '\\da-fA-F-',
  dotted: '\\w.=-',
  address: '\\w.=/:$@~+-',
};

const BEGIN = String.raw`(?:(?<![A-Za-z\d])|(?<=%[\dA-Fa-f]{2}))`;
const literal = (text: string): string => text.replace(/[.+$~/]/g, '\\$&');

/** Alphabets that names of functions and settings are written in too. */
const NAME_ALPHABETS: ReadonlySet<FamilyAlphabet> = new Set(['base64url', 'dotted', 'address']);
/** So much beyond the least length tells a name from a token. */
const NAME_REACH = 64;

type VendorRule = PatternRule & { readonly class: 'secret' };

const tokenPattern = (prefix: string, alphabet: FamilyAlphabet, length: string): RegExp =>
  new RegExp(`${BEGIN}(?<value>${literal(prefix)}[${CHARACTERS[alphabet]}]{${length}})`, 'y');

/** The beginning alone is checked: what is a name is not read to its end for each prefix in it. */
const runBehindName = (alphabet: FamilyAlphabet): Pick<PatternRule, 'check' | 'more'> => ({
  check: 'no-plain-name',
  more: new RegExp(`[${CHARACTERS[alphabet]}]+`, 'y'),
});

const byPrefix = vendorTokens.flatMap(({ tokens }) =>
  tokens.map(
    ([, prefix, alphabet, lengthMin]): VendorRule => ({
      rule: 'vendor-token',
      class: 'secret',
      gates: [prefix.toLowerCase()],
      ...(NAME_ALPHABETS.has(alphabet)
        ? {
            pattern: tokenPattern(prefix, alphabet, `${lengthMin},${lengthMin + NAME_REACH}`),
            ...runBehindName(alphabet),
          }
        : { pattern: tokenPattern(prefix, alphabet, `${lengthMin},`) }),
    }),
  ),
);

const shaped = (gates: readonly string[], pattern: RegExp): VendorRule => ({
  rule: 'vendor-token',
  class: 'secret',
  gates,
  pattern,
});

/** Tokens that are known by what stands in their middle or at their end. */
const byMiddle: readonly VendorRule[] = [
  // https://core.telegram.org/bots/api#authorizing-your-bot
  shaped([':aa', '%3aaa'], /(?<=(?<![A-Za-z\d])(?:bot)?(?<head>\d{6,12}))(?<value>(?::|%3A)AA[\w-]{30,})/y),
  // https://learn.microsoft.com/en-us/entra/identity-platform/how-to-add-credentials
  shaped(['q~'], /(?<=(?<head>[\w~.]{3}\d))(?<value>Q~[\w~.-]{28,})/y),
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  shaped(['.atlasv1.'], /(?<=(?<head>[A-Za-z\d]{14}))(?<value>\.atlasv1\.[\w=-]{50,})/y),
  // https://mailchimp.com/developer/marketing/guides/quick-start/
  shaped(['-us'], /(?<=(?<![A-Za-z\d])(?<head>[\da-f]{32}))(?<value>-us\d{1,2})(?!\d)/y),
  // https://support.maxmind.com/hc/en-us/articles/4407111582235-Generate-a-License-Key
  shaped(['_mmk'], /(?<=(?<head>[A-Za-z\d]{6}_[A-Za-z\d]{29}))(?<value>_mmk)/y),
  // https://www.twilio.com/docs/iam/api-keys
  shaped(
    [...'0123456789abcdef'].map((digit) => `sk${digit}`),
    /(?<![A-Za-z\d])(?<value>SK[\da-f]{32})(?![A-Za-z\d])/y,
  ),
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens/
  shaped(['|'], /(?<=(?<![\w])(?<head>\d{15,16}))(?<value>\|[\w-]{27,40})/y),
  // https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas
  shaped(['?sig=', '&sig=', '&amp;sig='], /(?<lead>(?:[?&]|&amp;)sig=)(?<value>[\w%+/=-]{20,})/iy),
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage
  shaped(
    ['accountkey=', 'sharedaccesskey=', 'accesskey='],
    /(?<lead>(?:Account|SharedAccess|Access)Key=)(?<value>[A-Za-z\d+/=]{20,})/iy,
  ),
  // https://developer.clickup.com/docs/authentication
  shaped(['pk_'], /(?<![A-Za-z\d])(?<value>pk_\d{6,12}_[A-Z\d]{32})/y),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  shaped(['ffffnral'], /(?<=(?<head>[\da-f]{36}))(?<value>FFFFNRAL)/y),
  // https://docs.discord.com/developers/reference
  shaped(['bot m', 'bot n', 'bot o'], /(?<lead>bot )(?<value>[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,40})/iy),
  // https://docs.ceph.com/en/latest/rados/configuration/auth-config-ref/
  shaped(['key = aq', 'key=aq'], /(?<lead>key ?= ?)(?<value>AQ[A-Za-z\d+/]{20,60}={1,2})/y),
  // https://support.google.com/calendar/answer/37648
  shaped(['/private-'], /(?<lead>(?<=\/ical\/[\w%.@-]{1,128})\/private-)(?<value>[\da-f]{20,64})/y),
];

export const vendorRules: readonly VendorRule[] = [...byPrefix, ...byMiddle];
