import type { VendorTokens } from './family.ts';

export const clouds: readonly VendorTokens[] = [
  {
    vendor: 'Google',
    page: 'https://cloud.google.com/docs/authentication/api-keys',
    tokens: [
      ['gcp-api-key', 'AIza', 'base64url', 16],
      ['google-oauth-access', 'ya29.', 'base64url', 20],
      ['google-oauth-secret', 'GOCSPX-', 'base64url', 20],
      ['google-refresh-token', '1//0', 'base64url', 30],
    ],
  },
  {
    vendor: 'AWS',
    page: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    tokens: [
      ['aws-amazon-bedrock-api-key-long-lived', 'ABSK', 'base64', 60],
      ['aws-amazon-bedrock-api-key-short-lived', 'bedrock-api-key-', 'base64', 30],
      ['aws-session-token', 'IQoJb3JpZ2lu', 'base64', 60],
      ['aws-session-token-old', 'FwoGZXIvYXdz', 'base64', 60],
    ],
  },
  {
    vendor: 'DigitalOcean',
    page: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    tokens: [
      ['digitalocean-pat', 'dop_v1_', 'hex', 50],
      ['digitalocean-access-token', 'doo_v1_', 'hex', 50],
      ['digitalocean-refresh-token', 'dor_v1_', 'hex', 50],
    ],
  },
  {
    vendor: 'Cloudflare',
    page: 'https://developers.cloudflare.com/fundamentals/api/',
    tokens: [
      ['cloudflare-origin-ca-key', 'v1.0-', 'base64url', 100],
      ['cloudflare-user-token', 'cfut_', 'base64url', 36],
      ['cloudflare-account-token', 'cfat_', 'base64url', 36],
      ['cloudflare-global-key', 'cfk_', 'base64url', 36],
    ],
  },
  {
    vendor: 'Heroku',
    page: 'https://devcenter.heroku.com/articles/platform-api-reference',
    tokens: [['heroku-api-key-v2', 'HRKU-', 'base64url', 36]],
  },
  {
    vendor: 'Fly.io',
    page: 'https://fly.io/docs/security/tokens/',
    tokens: [
      ['flyio-access-token', 'fo1_', 'base64url', 40],
      ['flyio-macaroon', 'fm1r_', 'base64', 60],
      ['flyio-macaroon-a', 'fm1a_', 'base64', 60],
      ['flyio-macaroon-2', 'fm2_', 'base64', 60],
    ],
  },
  {
    vendor: 'Render',
    page: 'https://render.com/docs/api',
    tokens: [['render-api-key', 'rnd_', 'letters-digits', 28]],
  },
  {
    vendor: 'Netlify',
    page: 'https://docs.netlify.com/api/get-started/',
    tokens: [
      ['netlify-pat', 'nfp_', 'letters-digits', 36],
      ['netlify-oauth', 'nfo_', 'letters-digits', 36],
      ['netlify-user', 'nfu_', 'letters-digits', 36],
      ['netlify-build', 'nfb_', 'letters-digits', 36],
      ['netlify-cli', 'nfc_', 'letters-digits', 36],
    ],
  },
  {
    vendor: 'Vercel',
    page: 'https://vercel.com/docs/rest-api',
    tokens: [
      ['vercel-blob', 'vercel_blob_rw_', 'base64url', 30],
      ['vercel-pat', 'vcp_', 'base64url', 24],
      ['vercel-integration', 'vci_', 'base64url', 24],
      ['vercel-app-access', 'vca_', 'base64url', 24],
      ['vercel-app-refresh', 'vcr_', 'base64url', 24],
      ['vercel-ai-gateway', 'vck_', 'base64url', 24],
    ],
  },
  {
    vendor: 'HashiCorp Vault',
    page: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    tokens: [
      ['vault-service-token', 'hvs.', 'base64url', 20],
      ['vault-batch-token', 'hvb.', 'base64url', 40],
      ['vault-recovery', 'hvr.', 'base64url', 20],
    ],
  },
  {
    vendor: 'Databricks',
    page: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
    tokens: [
      ['databricks-api-token', 'dapi', 'hex', 30],
      ['databricks-oauth-secret', 'dose', 'hex', 30],
    ],
  },
  {
    vendor: 'PlanetScale',
    page: 'https://planetscale.com/docs/concepts/service-tokens',
    tokens: [
      ['planetscale-api-token', 'pscale_tkn_', 'dotted', 28],
      ['planetscale-password', 'pscale_pw_', 'dotted', 28],
      ['planetscale-oauth-token', 'pscale_oauth_', 'dotted', 28],
    ],
  },
  {
    vendor: 'Supabase',
    page: 'https://supabase.com/docs/guides/api/api-keys',
    tokens: [
      ['supabase-pat', 'sbp_', 'hex', 36],
      ['supabase-secret', 'sb_secret_', 'base64url', 20],
    ],
  },
  {
    vendor: 'Neon',
    page: 'https://neon.com/docs/manage/api-keys',
    tokens: [['neon-api-key', 'napi_', 'letters-digits', 40]],
  },
  {
    vendor: 'MongoDB Atlas',
    page: 'https://www.mongodb.com/docs/atlas/configure-api-access/',
    tokens: [['mongodb-atlas-service', 'mdb_sa_sk_', 'base64url', 30]],
  },
  {
    vendor: 'Confluent',
    page: 'https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html',
    tokens: [['confluent-secret', 'cflt', 'base64', 50]],
  },
  {
    vendor: 'Akamai',
    page: 'https://techdocs.akamai.com/developer/docs/edgegrid',
    tokens: [['akamai-edgegrid', 'akab-', 'base64url', 30]],
  },
  {
    vendor: 'Tailscale',
    page: 'https://tailscale.com/kb/1252/key-secret-management',
    tokens: [
      ['tailscale-auth', 'tskey-auth-', 'base64url', 20],
      ['tailscale-api', 'tskey-api-', 'base64url', 20],
      ['tailscale-client', 'tskey-client-', 'base64url', 20],
      ['tailscale-scim', 'tskey-scim-', 'base64url', 20],
      ['tailscale-webhook', 'tskey-webhook-', 'base64url', 20],
    ],
  },
  {
    vendor: 'OpenShift',
    page: 'https://docs.redhat.com/en/documentation/openshift_container_platform/',
    tokens: [['openshift-user-token', 'sha256~', 'base64url', 36]],
  },
  {
    vendor: 'Yandex Cloud',
    page: 'https://yandex.cloud/en/docs/iam/concepts/authorization/api-key',
    tokens: [
      ['yandex-api-key', 'AQVN', 'base64url', 32],
      ['yandex-aws-access-token', 'YCM', 'base64url', 34],
      ['yandex-iam-token', 't1.', 'dotted', 80],
      ['yandex-oauth-token', 'y0_', 'base64url', 40],
    ],
  },
  {
    vendor: 'Defined Networking',
    page: 'https://docs.defined.net/guides/automating-host-creation/',
    tokens: [['defined-networking-api-token', 'dnkey-', 'base64url', 60]],
  },
  {
    vendor: '1Password',
    page: 'https://developer.1password.com/docs/service-accounts/',
    tokens: [
      ['1password-service-account-token', 'ops_eyJ', 'base64url', 60],
      ['1password-secret-key', 'A3-', 'base64url', 30],
    ],
  },
  {
    vendor: 'age',
    page: 'https://github.com/FiloSottile/age',
    tokens: [
      ['age-secret-key', 'AGE-SECRET-KEY-1', 'letters-digits', 50],
      ['age-plugin', 'AGE-PLUGIN-', 'base64url', 30],
    ],
  },
  {
    vendor: 'Persona',
    page: 'https://docs.withpersona.com/',
    tokens: [
      ['persona-production', 'persona_production_', 'base64url', 30],
      ['persona-sandbox', 'persona_sandbox_', 'base64url', 30],
    ],
  },
  {
    vendor: 'Zuplo',
    page: 'https://zuplo.com/docs',
    tokens: [['zuplo-consumer', 'zpka_', 'base64url', 30]],
  },
  {
    vendor: 'Logfire',
    page: 'https://logfire.pydantic.dev/docs/',
    tokens: [['logfire-token', 'pylf_v1_', 'base64url', 30]],
  },
  {
    vendor: 'MailerSend',
    page: 'https://developers.mailersend.com/',
    tokens: [['mailersend-token', 'mlsn.', 'hex', 50]],
  },
  {
    vendor: 'Trigger.dev',
    page: 'https://trigger.dev/docs/apikeys',
    tokens: [
      ['trigger-dev', 'tr_dev_', 'letters-digits', 16],
      ['trigger-prod', 'tr_prod_', 'letters-digits', 16],
    ],
  },
];
