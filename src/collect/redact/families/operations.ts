import type { VendorTokens } from './family.ts';

export const operations: readonly VendorTokens[] = [
  {
    vendor: 'Grafana',
    page: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    tokens: [
      ['grafana-cloud-api-token', 'glc_', 'base64', 32],
      ['grafana-service-account-token', 'glsa_', 'base64url', 36],
      ['grafana-api-key', 'eyJrIjoi', 'base64', 40],
    ],
  },
  {
    vendor: 'Sentry',
    page: 'https://docs.sentry.io/account/auth-tokens/',
    tokens: [
      ['sentry-user-token', 'sntryu_', 'hex', 50],
      ['sentry-org-token', 'sntrys_', 'address', 60],
      ['sentry-app', 'sntrya_', 'hex', 50],
      ['sentry-integration', 'sntryi_', 'hex', 50],
    ],
  },
  {
    vendor: 'New Relic',
    page: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    tokens: [
      ['new-relic-user-api-key', 'NRAK-', 'letters-digits', 24],
      ['new-relic-insert-key', 'NRII-', 'base64url', 28],
      ['new-relic-query-key', 'NRIQ-', 'base64url', 28],
      ['new-relic-browser-api-token', 'NRJS-', 'hex', 16],
    ],
  },
  {
    vendor: 'Datadog',
    page: 'https://docs.datadoghq.com/account_management/api-app-keys/',
    tokens: [['datadog-pat', 'ddpat_', 'base64url', 30]],
  },
  {
    vendor: 'Dynatrace',
    page: 'https://docs.dynatrace.com/docs/discover-dynatrace/references/dynatrace-api/basics/dynatrace-api-authentication',
    tokens: [
      ['dynatrace-api-token', 'dt0c01.', 'dotted', 60],
      ['dynatrace-oauth', 'dt0s02.', 'dotted', 60],
      ['dynatrace-platform', 'dt0s16.', 'dotted', 60],
      ['dynatrace-internal', 'dt0s01.', 'dotted', 60],
    ],
  },
  {
    vendor: 'PagerDuty',
    page: 'https://support.pagerduty.com/main/docs/api-access-keys',
    tokens: [
      ['pagerduty-oauth', 'pdus+', 'base64url', 20],
      ['pagerduty-eu', 'pdeu+', 'base64url', 20],
    ],
  },
  {
    vendor: 'Honeycomb',
    page: 'https://docs.honeycomb.io/configure/environments/manage-api-keys/',
    tokens: [
      ['honeycomb-ingest', 'hcaik_', 'letters-digits', 50],
      ['honeycomb-ingest-classic', 'hcaic_', 'letters-digits', 50],
      ['honeycomb-management', 'hcamk_', 'letters-digits', 50],
    ],
  },
  {
    vendor: 'PostHog',
    page: 'https://posthog.com/docs/api',
    tokens: [
      ['posthog-personal', 'phx_', 'letters-digits', 36],
      ['posthog-project', 'phc_', 'letters-digits', 36],
      ['posthog-feature-flags', 'phs_', 'letters-digits', 36],
    ],
  },
  {
    vendor: 'LaunchDarkly',
    page: 'https://launchdarkly.com/docs/home/account/api',
    tokens: [
      ['launchdarkly-api', 'api-', 'hex-dashes', 36],
      ['launchdarkly-sdk', 'sdk-', 'hex-dashes', 36],
      ['launchdarkly-mobile', 'mob-', 'hex-dashes', 36],
    ],
  },
  {
    vendor: 'Linear',
    page: 'https://linear.app/developers',
    tokens: [
      ['linear-api-key', 'lin_api_', 'letters-digits', 30],
      ['linear-oauth', 'lin_oauth_', 'letters-digits', 30],
    ],
  },
  {
    vendor: 'Notion',
    page: 'https://developers.notion.com/docs/authorization',
    tokens: [
      ['notion-api-token', 'ntn_', 'letters-digits', 36],
      ['notion-secret', 'secret_', 'letters-digits', 40],
    ],
  },
  {
    vendor: 'Airtable',
    page: 'https://airtable.com/developers/web/guides/personal-access-tokens',
    tokens: [['airtable-personnal-access-token', 'pat', 'dotted', 70]],
  },
  {
    vendor: 'Figma',
    page: 'https://developers.figma.com/docs/rest-api/',
    tokens: [
      ['figma-pat', 'figd_', 'base64url', 30],
      ['figma-oauth', 'figo_', 'base64url', 30],
      ['figma-refresh', 'figor_', 'base64url', 30],
    ],
  },
  {
    vendor: 'Discord',
    page: 'https://docs.discord.com/developers/reference',
    tokens: [
      ['discord-webhook', 'discord.com/api/webhooks/', 'address', 40],
      ['discord-webhook-old', 'discordapp.com/api/webhooks/', 'address', 40],
    ],
  },
  {
    vendor: 'Healthchecks.io',
    page: 'https://healthchecks.io/docs/http_api/',
    tokens: [['healthchecks-ping', 'hc-ping.com/', 'address', 20]],
  },
  {
    vendor: 'Retool',
    page: 'https://docs.retool.com/org-users/guides/retool-api/authentication',
    tokens: [['retool-token', 'retool_', 'letters-digits', 24]],
  },
  {
    vendor: 'Unkey',
    page: 'https://www.unkey.com/docs/security/root-keys',
    tokens: [['unkey-root-key', 'unkey_', 'letters-digits', 20]],
  },
  {
    vendor: 'Tinybird',
    page: 'https://www.tinybird.co/docs/forward/administration/tokens',
    tokens: [['tinybird-token', 'p.eyJ', 'dotted', 40]],
  },
  {
    vendor: 'Bitcoin',
    page: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    tokens: [['extended-private-key', 'xprv', 'letters-digits', 90]],
  },
  {
    vendor: 'Nostr',
    page: 'https://github.com/nostr-protocol/nips/blob/master/19.md',
    tokens: [['nostr-secret-key', 'nsec1', 'letters-digits', 50]],
  },
  {
    vendor: 'Microsoft Teams',
    page: 'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/',
    tokens: [['microsoft-teams-webhook', 'webhook.office.com/webhookb2/', 'address', 40]],
  },
  {
    vendor: 'Zapier',
    page: 'https://zapier.com/help',
    tokens: [['zapier-hook', 'hooks.zapier.com/hooks/catch/', 'address', 10]],
  },
  {
    vendor: 'Slack',
    page: 'https://docs.slack.dev/authentication/tokens',
    tokens: [
      ['slack-config', 'xoxe.xoxp-', 'dotted', 20],
      ['slack-config-bot', 'xoxe.xoxb-', 'dotted', 20],
    ],
  },
  {
    vendor: 'Contentful',
    page: 'https://www.contentful.com/developers/docs/references/authentication/',
    tokens: [['contentful-pat', 'CFPAT-', 'base64url', 36]],
  },
  {
    vendor: 'Typeform',
    page: 'https://www.typeform.com/developers/get-started/personal-access-token/',
    tokens: [['typeform-api-token', 'tfp_', 'dotted', 36]],
  },
  {
    vendor: 'Dropbox',
    page: 'https://developers.dropbox.com/oauth-guide',
    tokens: [['dropbox-short-lived-api-token', 'sl.', 'base64url', 100]],
  },
  {
    vendor: 'HubSpot',
    page: 'https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview',
    tokens: [
      ['hubspot-private-na1', 'pat-na1-', 'hex-dashes', 30],
      ['hubspot-private-na2', 'pat-na2-', 'hex-dashes', 30],
      ['hubspot-private-eu1', 'pat-eu1-', 'hex-dashes', 30],
    ],
  },
  {
    vendor: 'Intercom',
    page: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
    tokens: [['intercom-access', 'dG9rO', 'base64', 40]],
  },
  {
    vendor: 'Frame.io',
    page: 'https://developer.frame.io/',
    tokens: [['frameio-api-token', 'fio-u-', 'base64url', 50]],
  },
  {
    vendor: 'Adobe',
    page: 'https://developer.adobe.com/developer-console/docs/guides/authentication/',
    tokens: [['adobe-client-secret', 'p8e-', 'base64url', 28]],
  },
  {
    vendor: 'Adafruit',
    page: 'https://io.adafruit.com/api/docs/',
    tokens: [['adafruit-io-key', 'aio_', 'letters-digits', 24]],
  },
  {
    vendor: 'Settlemint',
    page: 'https://console.settlemint.com/documentation/',
    tokens: [
      ['settlemint-application-access-token', 'sm_aat_', 'letters-digits', 14],
      ['settlemint-personal-access-token', 'sm_pat_', 'letters-digits', 14],
      ['settlemint-service-access-token', 'sm_sat_', 'letters-digits', 14],
    ],
  },
  {
    vendor: 'Canva',
    page: 'https://www.canva.dev/docs/connect/authentication/',
    tokens: [['canva-secret', 'cnvca', 'base64url', 40]],
  },
  {
    vendor: 'Rootly',
    page: 'https://docs.rootly.com/api-reference/overview',
    tokens: [['rootly-api', 'rootly_', 'letters-digits', 40]],
  },
  {
    vendor: 'Mapbox',
    page: 'https://docs.mapbox.com/help/dive-deeper/access-tokens/',
    tokens: [
      ['mapbox-secret', 'sk.eyJ', 'dotted', 40],
      ['mapbox-temporary', 'tk.eyJ', 'dotted', 40],
      ['mapbox-api-token', 'pk.eyJ', 'dotted', 40],
    ],
  },
  {
    vendor: 'Okta',
    page: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
    tokens: [['okta-ssws', 'SSWS 00', 'base64url', 36]],
  },
  {
    vendor: 'Authress',
    page: 'https://authress.io/knowledge-base/',
    tokens: [
      ['authress-sc', 'sc_', 'address', 60],
      ['authress-ext', 'ext_', 'address', 60],
      ['authress-scauth', 'scauth_', 'address', 60],
      ['authress-service', 'authress_', 'address', 60],
    ],
  },
  {
    vendor: 'Intra 42',
    page: 'https://api.intra.42.fr/apidoc',
    tokens: [
      ['intra42-client-secret', 's-s4t2ud-', 'hex', 60],
      ['intra42-client-secret-af', 's-s4t2af-', 'hex', 60],
    ],
  },
  {
    vendor: 'Apify',
    page: 'https://docs.apify.com/platform/integrations/api',
    tokens: [['apify-api-token', 'apify_api_', 'letters-digits', 30]],
  },
  {
    vendor: 'Facebook',
    page: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
    tokens: [
      ['facebook-page-access-token', 'EAA', 'letters-digits', 60],
      ['instagram-token', 'IGQV', 'base64url', 60],
      ['instagram-graph', 'IGAA', 'letters-digits', 60],
    ],
  },
  {
    vendor: 'VK',
    page: 'https://dev.vk.com/en/api/access-token/getting-started',
    tokens: [['vk-token', 'vk1.a.', 'base64url', 60]],
  },
  {
    vendor: 'LinkedIn',
    page: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/client-credentials-flow',
    tokens: [['linkedin-secret', 'WPL_AP1.', 'address', 12]],
  },
  {
    vendor: 'Twitter',
    page: 'https://docs.x.com/resources/fundamentals/authentication/overview',
    tokens: [['twitter-bearer-token', 'AAAAAAAAAAAAAAAAAAAAA', 'address', 50]],
  },
];
