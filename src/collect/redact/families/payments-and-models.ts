import type { VendorTokens } from './family.ts';

export const paymentsAndModels: readonly VendorTokens[] = [
  {
    vendor: 'Stripe',
    page: 'https://docs.stripe.com/keys',
    tokens: [
      ['stripe-secret-live', 'sk_live_', 'base64url', 16],
      ['stripe-secret-test', 'sk_test_', 'base64url', 16],
      ['stripe-restricted-live', 'rk_live_', 'base64url', 16],
      ['stripe-restricted-test', 'rk_test_', 'base64url', 16],
      ['stripe-secret-prod', 'sk_prod_', 'base64url', 16],
      ['stripe-restricted-prod', 'rk_prod_', 'base64url', 16],
      ['stripe-webhook', 'whsec_', 'base64', 24],
      ['stripe-organisation', 'sk_org_', 'base64url', 16],
    ],
  },
  {
    vendor: 'Square',
    page: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    tokens: [
      ['square-access-token', 'EAAA', 'base64url', 56],
      ['square-access-old', 'sq0atp-', 'base64url', 20],
      ['square-secret', 'sq0csp-', 'base64url', 30],
      ['square-application', 'sq0idp-', 'base64url', 20],
      ['square-refresh', 'sq0rtp-', 'base64url', 20],
    ],
  },
  {
    vendor: 'PayPal',
    page: 'https://developer.paypal.com/api/rest/authentication/',
    tokens: [
      ['braintree-access', 'access_token$production$', 'address', 30],
      ['braintree-sandbox', 'access_token$sandbox$', 'address', 30],
      ['paypal-bearer', 'A21AA', 'base64url', 60],
    ],
  },
  {
    vendor: 'Plaid',
    page: 'https://plaid.com/docs/api/tokens/',
    tokens: [
      ['plaid-production', 'access-production-', 'base64url', 30],
      ['plaid-sandbox', 'access-sandbox-', 'base64url', 30],
      ['plaid-development', 'access-development-', 'base64url', 30],
      ['plaid-public-production', 'public-production-', 'base64url', 30],
      ['plaid-link-production', 'link-production-', 'base64url', 30],
    ],
  },
  {
    vendor: 'Shopify',
    page: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens',
    tokens: [
      ['shopify-access-token', 'shpat_', 'hex', 28],
      ['shopify-custom-access-token', 'shpca_', 'hex', 28],
      ['shopify-private-app-access-token', 'shppa_', 'hex', 28],
      ['shopify-shared-secret', 'shpss_', 'hex', 28],
      ['shopify-partner', 'prtapi_', 'hex', 28],
      ['shopify-theme-access', 'shptka_', 'hex', 28],
      ['shopify-app-client', 'atkn_', 'hex', 28],
      ['shopify-user', 'shpua_', 'hex', 28],
    ],
  },
  {
    vendor: 'Flutterwave',
    page: 'https://developer.flutterwave.com/docs/authentication',
    tokens: [
      ['flutterwave-secret-key', 'FLWSECK_TEST-', 'base64url', 12],
      ['flutterwave-public-key', 'FLWPUBK_TEST-', 'base64url', 30],
      ['flutterwave-secret-live', 'FLWSECK-', 'base64url', 30],
      ['flutterwave-public-live', 'FLWPUBK-', 'base64url', 30],
    ],
  },
  {
    vendor: 'Duffel',
    page: 'https://duffel.com/docs/api/overview/authentication',
    tokens: [
      ['duffel-test', 'duffel_test_', 'base64url', 36],
      ['duffel-live', 'duffel_live_', 'base64url', 36],
    ],
  },
  {
    vendor: 'EasyPost',
    page: 'https://docs.easypost.com/docs/authentication',
    tokens: [
      ['easypost-api-token', 'EZAK', 'letters-digits', 48],
      ['easypost-test-api-token', 'EZTK', 'letters-digits', 48],
    ],
  },
  {
    vendor: 'Shippo',
    page: 'https://docs.goshippo.com/docs/guides_general/authentication/',
    tokens: [
      ['shippo-live', 'shippo_live_', 'hex', 36],
      ['shippo-test', 'shippo_test_', 'hex', 36],
    ],
  },
  {
    vendor: 'Lob',
    page: 'https://docs.lob.com/#tag/Authentication',
    tokens: [
      ['lob-live', 'live_', 'hex', 32],
      ['lob-test', 'test_', 'hex', 32],
      ['lob-pub-live', 'live_pub_', 'hex', 28],
      ['lob-pub-test', 'test_pub_', 'hex', 28],
    ],
  },
  {
    vendor: 'GoCardless',
    page: 'https://developer.gocardless.com/api-reference/',
    tokens: [
      ['gocardless-live', 'live_', 'base64url', 38],
      ['gocardless-sandbox', 'sandbox_', 'base64url', 38],
    ],
  },
  {
    vendor: 'Adyen',
    page: 'https://docs.adyen.com/development-resources/api-credentials/',
    tokens: [['adyen-api-key', 'AQE', 'base64', 100]],
  },
  {
    vendor: 'Checkout.com',
    page: 'https://www.checkout.com/docs/developer-resources/api/manage-api-keys',
    tokens: [['checkout-secret', 'sk_sbox_', 'letters-digits', 20]],
  },
  {
    vendor: 'Mollie',
    page: 'https://docs.mollie.com/reference/authentication',
    tokens: [
      ['mollie-access', 'access_', 'letters-digits', 30],
      ['mollie-live', 'live_', 'letters-digits', 30],
    ],
  },
  {
    vendor: 'Razorpay',
    page: 'https://razorpay.com/docs/api/authentication/',
    tokens: [
      ['razorpay-live', 'rzp_live_', 'letters-digits', 14],
      ['razorpay-test', 'rzp_test_', 'letters-digits', 14],
    ],
  },
  {
    vendor: 'SendGrid',
    page: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    tokens: [['sendgrid-api-token', 'SG.', 'dotted', 40]],
  },
  {
    vendor: 'Paddle',
    page: 'https://developer.paddle.com/api-reference/about/api-keys',
    tokens: [
      ['paddle-live', 'pdl_live_', 'dotted', 30],
      ['paddle-sandbox', 'pdl_sdbx_', 'dotted', 30],
      ['paddle-webhook', 'pdl_ntfset_', 'base64url', 30],
    ],
  },
  {
    vendor: 'OneSignal',
    page: 'https://documentation.onesignal.com/docs/keys-and-ids',
    tokens: [
      ['onesignal-org', 'os_v2_org_', 'letters-digits', 40],
      ['onesignal-app', 'os_v2_app_', 'letters-digits', 40],
    ],
  },
  {
    vendor: 'ElevenLabs',
    page: 'https://elevenlabs.io/docs/api-reference/authentication',
    tokens: [['elevenlabs-key', 'sk_', 'hex', 40]],
  },
  {
    vendor: 'StackHawk',
    page: 'https://docs.stackhawk.com/',
    tokens: [['stackhawk-api-key', 'hawk.', 'dotted', 36]],
  },
  {
    vendor: 'Brevo',
    page: 'https://developers.brevo.com/docs/getting-started',
    tokens: [
      ['sendinblue-api-token', 'xkeysib-', 'base64url', 60],
      ['brevo-smtp', 'xsmtpsib-', 'base64url', 60],
    ],
  },
  {
    vendor: 'Mailgun',
    page: 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt',
    tokens: [
      ['mailgun-private-api-token', 'key-', 'hex', 30],
      ['mailgun-pub-key', 'pubkey-', 'hex', 30],
    ],
  },
  {
    vendor: 'Resend',
    page: 'https://resend.com/docs/dashboard/api-keys/introduction',
    tokens: [['resend-api-key', 're_', 'base64url', 28]],
  },
  {
    vendor: 'Mailchimp Transactional',
    page: 'https://mailchimp.com/developer/transactional/guides/quick-start/',
    tokens: [['mandrill-api-key', 'md-', 'base64url', 22]],
  },
  {
    vendor: 'Telnyx',
    page: 'https://developers.telnyx.com/docs/development',
    tokens: [['telnyx-key', 'KEY0', 'base64url', 40]],
  },
  {
    vendor: 'OpenAI',
    page: 'https://platform.openai.com/docs/api-reference/authentication',
    tokens: [
      ['openai-project-key', 'sk-proj-', 'base64url', 36],
      ['openai-service-account', 'sk-svcacct-', 'base64url', 36],
      ['openai-admin', 'sk-admin-', 'base64url', 36],
      ['openai-api-key', 'sk-', 'letters-digits', 40],
      ['openai-session', 'sess-', 'letters-digits', 36],
    ],
  },
  {
    vendor: 'Anthropic',
    page: 'https://docs.anthropic.com/en/api/admin-api/apikeys/get-api-key',
    tokens: [
      ['anthropic-api-key', 'sk-ant-api03-', 'base64url', 40],
      ['anthropic-admin-api-key', 'sk-ant-admin01-', 'base64url', 40],
      ['anthropic-oauth', 'sk-ant-oat01-', 'base64url', 40],
      ['anthropic-refresh', 'sk-ant-ort01-', 'base64url', 40],
      ['anthropic-session', 'sk-ant-sid01-', 'base64url', 40],
    ],
  },
  {
    vendor: 'Hugging Face',
    page: 'https://huggingface.co/docs/hub/security-tokens',
    tokens: [
      ['huggingface-access-token', 'hf_', 'letters-digits', 30],
      ['huggingface-organization-api-token', 'api_org_', 'letters-digits', 30],
    ],
  },
  {
    vendor: 'Replicate',
    page: 'https://replicate.com/docs/topics/security/api-tokens',
    tokens: [['replicate-api-token', 'r8_', 'letters-digits', 34]],
  },
  {
    vendor: 'Groq',
    page: 'https://console.groq.com/docs/quickstart',
    tokens: [['groq-api-key', 'gsk_', 'letters-digits', 40]],
  },
  {
    vendor: 'Perplexity',
    page: 'https://docs.perplexity.ai/',
    tokens: [['perplexity-api-key', 'pplx-', 'letters-digits', 40]],
  },
  {
    vendor: 'xAI',
    page: 'https://docs.x.ai/docs/overview',
    tokens: [['xai-api-key', 'xai-', 'letters-digits', 70]],
  },
  {
    vendor: 'OpenRouter',
    page: 'https://openrouter.ai/docs/api-reference/authentication',
    tokens: [['openrouter-key', 'sk-or-v1-', 'hex', 50]],
  },
  {
    vendor: 'Fireworks',
    page: 'https://docs.fireworks.ai/',
    tokens: [['fireworks-key', 'fw_', 'letters-digits', 22]],
  },
  {
    vendor: 'Together',
    page: 'https://docs.together.ai/',
    tokens: [['together-key', 'tgp_v1_', 'base64url', 36]],
  },
  {
    vendor: 'Cerebras',
    page: 'https://inference-docs.cerebras.ai/',
    tokens: [['cerebras-key', 'csk-', 'letters-digits', 40]],
  },
  {
    vendor: 'NVIDIA',
    page: 'https://docs.nvidia.com/nim/',
    tokens: [['nvidia-api-key', 'nvapi-', 'base64url', 50]],
  },
  {
    vendor: 'LangChain',
    page: 'https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key',
    tokens: [
      ['langsmith-pat', 'lsv2_pt_', 'base64url', 36],
      ['langsmith-service', 'lsv2_sk_', 'base64url', 36],
    ],
  },
  {
    vendor: 'Langfuse',
    page: 'https://langfuse.com/docs/api-and-data-platform/features/public-api',
    tokens: [['langfuse-secret', 'sk-lf-', 'base64url', 30]],
  },
  {
    vendor: 'Pinecone',
    page: 'https://docs.pinecone.io/guides/projects/manage-api-keys',
    tokens: [['pinecone-key', 'pcsk_', 'base64url', 50]],
  },
  {
    vendor: 'Tavily',
    page: 'https://docs.tavily.com/',
    tokens: [['tavily-key', 'tvly-', 'base64url', 24]],
  },
  {
    vendor: 'Weights & Biases',
    page: 'https://docs.wandb.ai/',
    tokens: [['wandb-key', 'wandb_v1_', 'base64url', 30]],
  },
  {
    vendor: 'Firecrawl',
    page: 'https://docs.firecrawl.dev/',
    tokens: [['firecrawl-key', 'fc-', 'hex', 28]],
  },
  {
    vendor: 'Jina AI',
    page: 'https://jina.ai/embeddings/',
    tokens: [['jina-key', 'jina_', 'letters-digits', 40]],
  },
  {
    vendor: 'Voyage AI',
    page: 'https://docs.voyageai.com/docs/api-key-and-installation',
    tokens: [['voyage-key', 'pa-', 'base64url', 40]],
  },
];
