import type { VendorTokens } from './family.ts';

export const codeHosts: readonly VendorTokens[] = [
  {
    vendor: 'GitHub',
    page: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    tokens: [
      ['github-pat', 'ghp_', 'base64url', 16],
      ['github-oauth', 'gho_', 'base64url', 16],
      ['github-app-user', 'ghu_', 'base64url', 16],
      ['github-app-server', 'ghs_', 'base64url', 16],
      ['github-refresh-token', 'ghr_', 'base64url', 16],
      ['github-fine-grained-pat', 'github_pat_', 'base64url', 16],
    ],
  },
  {
    vendor: 'GitLab',
    page: 'https://docs.gitlab.com/security/tokens/',
    tokens: [
      ['gitlab-pat', 'glpat-', 'dotted', 16],
      ['gitlab-deploy-token', 'gldt-', 'dotted', 16],
      ['gitlab-oauth-app-secret', 'gloas-', 'base64url', 20],
      ['gitlab-runner-authentication-token', 'glrt-', 'dotted', 16],
      ['gitlab-runner-project', 'glrtr-', 'dotted', 16],
      ['gitlab-cicd-job-token', 'glcbt-', 'dotted', 16],
      ['gitlab-ptt', 'glptt-', 'base64url', 20],
      ['gitlab-feed-token', 'glft-', 'base64url', 16],
      ['gitlab-incoming-mail-token', 'glimt-', 'base64url', 16],
      ['gitlab-kubernetes-agent-token', 'glagent-', 'base64url', 20],
      ['gitlab-scim-token', 'glsoat-', 'base64url', 16],
      ['gitlab-feature-flag-client-token', 'glffct-', 'base64url', 16],
      ['gitlab-workspace-token', 'glwt-', 'base64url', 16],
      ['gitlab-rrt', 'GR1348941', 'base64url', 16],
      ['gitlab-session', '_gitlab_session=', 'letters-digits', 24],
    ],
  },
  {
    vendor: 'Atlassian',
    page: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    tokens: [
      ['atlassian-api-token', 'ATATT3', 'address', 40],
      ['atlassian-connect', 'ATCTT3', 'address', 40],
      ['bitbucket-app-password', 'ATBB', 'letters-digits', 28],
    ],
  },
  {
    vendor: 'npm',
    page: 'https://docs.npmjs.com/about-access-tokens',
    tokens: [['npm-access-token', 'npm_', 'letters-digits', 20]],
  },
  {
    vendor: 'PyPI',
    page: 'https://pypi.org/help/#apitoken',
    tokens: [['pypi-upload-token', 'pypi-AgE', 'base64url', 40]],
  },
  {
    vendor: 'RubyGems',
    page: 'https://guides.rubygems.org/api-key-scopes/',
    tokens: [['rubygems-api-token', 'rubygems_', 'hex', 40]],
  },
  {
    vendor: 'crates.io',
    page: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
    tokens: [['crates-io-token', 'cio', 'letters-digits', 30]],
  },
  {
    vendor: 'NuGet',
    page: 'https://learn.microsoft.com/nuget/nuget-org/publish-a-package',
    tokens: [['nuget-api-key', 'oy2', 'letters-digits', 40]],
  },
  {
    vendor: 'Clojars',
    page: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
    tokens: [['clojars-api-token', 'CLOJARS_', 'letters-digits', 50]],
  },
  {
    vendor: 'Docker',
    page: 'https://docs.docker.com/security/for-developers/access-tokens/',
    tokens: [
      ['docker-pat', 'dckr_pat_', 'base64url', 20],
      ['docker-oat', 'dckr_oat_', 'base64url', 20],
    ],
  },
  {
    vendor: 'JFrog',
    page: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
    tokens: [
      ['artifactory-api-key', 'AKCp', 'letters-digits', 60],
      ['artifactory-reference-token', 'cmVmd', 'letters-digits', 50],
    ],
  },
  {
    vendor: 'Sourcegraph',
    page: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
    tokens: [
      ['sourcegraph-access-token', 'sgp_', 'base64url', 36],
      ['sourcegraph-license', 'slk_', 'hex', 60],
      ['sourcegraph-dotcom', 'sgd_', 'hex', 60],
    ],
  },
  {
    vendor: 'Sonar',
    page: 'https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens',
    tokens: [
      ['sonar-user', 'squ_', 'hex', 36],
      ['sonar-project', 'sqp_', 'hex', 36],
      ['sonar-global', 'sqa_', 'hex', 36],
      ['sonar-badge', 'sqb_', 'hex', 36],
    ],
  },
  {
    vendor: 'Snyk',
    page: 'https://docs.snyk.io/snyk-api/authentication-for-api',
    tokens: [
      ['snyk-api-token', 'snyk_uat.', 'dotted', 20],
      ['snyk-service', 'snyk_sat.', 'dotted', 20],
    ],
  },
  {
    vendor: 'CircleCI',
    page: 'https://circleci.com/docs/managing-api-tokens/',
    tokens: [
      ['circleci-pat', 'CCIPAT_', 'base64url', 30],
      ['circleci-project', 'CCIPRJ_', 'base64url', 30],
    ],
  },
  {
    vendor: 'Buildkite',
    page: 'https://buildkite.com/docs/apis/managing-api-tokens',
    tokens: [
      ['buildkite-access', 'bkua_', 'letters-digits', 36],
      ['buildkite-agent', 'bkaj_', 'letters-digits', 30],
    ],
  },
  {
    vendor: 'Harness',
    page: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/',
    tokens: [
      ['harness-pat', 'pat.', 'dotted', 60],
      ['harness-sat', 'sat.', 'dotted', 60],
    ],
  },
  {
    vendor: 'Octopus Deploy',
    page: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
    tokens: [['octopus-deploy-api-key', 'API-', 'letters-digits', 24]],
  },
  {
    vendor: 'Bitrise',
    page: 'https://docs.bitrise.io/en/bitrise-ci/api/authenticating-with-the-bitrise-api.html',
    tokens: [['bitrise-pat', 'bitpat_', 'base64url', 30]],
  },
  {
    vendor: 'Infracost',
    page: 'https://www.infracost.io/docs/',
    tokens: [['infracost-api-token', 'ico-', 'letters-digits', 30]],
  },
  {
    vendor: 'Scalingo',
    page: 'https://developers.scalingo.com/',
    tokens: [['scalingo-api-token', 'tk-us-', 'base64url', 40]],
  },
  {
    vendor: 'Readme',
    page: 'https://docs.readme.com/main/docs/api-keys',
    tokens: [['readme-api-token', 'rdme_', 'letters-digits', 60]],
  },
  {
    vendor: 'Postman',
    page: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
    tokens: [
      ['postman-api-token', 'PMAK-', 'base64url', 36],
      ['postman-collection', 'PMAT-', 'letters-digits', 24],
    ],
  },
  {
    vendor: 'Prefect',
    page: 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys',
    tokens: [
      ['prefect-api-token', 'pnu_', 'letters-digits', 30],
      ['prefect-service', 'pnb_', 'letters-digits', 30],
    ],
  },
  {
    vendor: 'Doppler',
    page: 'https://docs.doppler.com/docs/service-tokens',
    tokens: [
      ['doppler-personal', 'dp.pt.', 'dotted', 36],
      ['doppler-service', 'dp.st.', 'dotted', 36],
      ['doppler-cli', 'dp.ct.', 'dotted', 36],
      ['doppler-account', 'dp.sa.', 'dotted', 36],
      ['doppler-scim', 'dp.scim.', 'dotted', 36],
      ['doppler-audit', 'dp.audit.', 'dotted', 36],
    ],
  },
  {
    vendor: 'Pulumi',
    page: 'https://www.pulumi.com/docs/administration/access-identity/access-tokens/',
    tokens: [['pulumi-api-token', 'pul-', 'hex', 36]],
  },
  {
    vendor: 'Infisical',
    page: 'https://infisical.com/docs/documentation/platform/token',
    tokens: [['infisical-service', 'st.', 'dotted', 60]],
  },
  {
    vendor: 'Endor Labs',
    page: 'https://docs.endorlabs.com/',
    tokens: [['endor-labs-key', 'endr+', 'letters-digits', 16]],
  },
];
