type PublicKey = Readonly<Record<string, string>>;

/** Public keys alone, made for this recording; nobody holds their private halves. */
const oldKey: PublicKey = {
  kty: 'RSA',
  kid: 'shop-2025-10',
  use: 'sig',
  alg: 'RS256',
  e: 'AQAB',
  n: 'vkXTytwt0OC3NPejKVrCnb_vt5OyY4mjmYPQzh-wLpCe9rXQPxLWa0REz17RomHYYT5oeSaMO5fwzc1IBOVHIgkAi-YHLCixUn2VEvwDmPHT7DTuYyVEPz4l8zAaCHscqGtoscj-eYyvZnWh6iUxpxGCDH6DjjgOxGflZhM_DP8Fwrvtz1wlgNu5BbmflWC-_OXRvK0f3Y-VkhoNGN0-6opMkJjds72PJTE4_XTkSg6LaknrWKmimibrs581HTctR6tjbJDmt1Lsf3i65xX3wqlazeXsO_4ZU4nenfvTsNRAQS3iFl7YZnreJ5CWq16KVrDXKXzzYnP2X30wV-KUqw',
};

const newKey: PublicKey = {
  kty: 'RSA',
  kid: 'shop-2026-02',
  use: 'sig',
  alg: 'RS256',
  e: 'AQAB',
  n: 'xy-H8evjdfh4IrzQ-lAWSEBpzG6I3V1QDS2vkakqwZ2s-BC8DhGqq61YGuAq-7d0C_3vfMHaEblKjRuLcFwGvQE4tyUorIxG3lv8Y2AfSc4RoLpZ2WqZKz_Ii5EaQNnOV0moLQisTOrz-qiJ_rzgnSJ8dmdktEO4cvEJzpyFApEuWE8swFNYto9FLqGsDYs-4khmfE_V6qbIgX8cpzvO3OqID1lpBMwUnZzgv7CRJIngmC0Ybm7Z3O87Y0thfKSj0WnDeuwirf8vg8tm9auAbQT7ZZWPHFz9k9qKmHNH1bJsDV6qYmvrhYfa8XyzW9MbEfazmCVs3cxvYn44oXC-2Q',
};

/** Signs between services, and is not rotated. */
const serviceKey: PublicKey = {
  kty: 'EC',
  kid: 'service-2025-04',
  use: 'sig',
  alg: 'ES256',
  crv: 'P-256',
  x: 'IFTfWIHVKUHfdvLi2y7TWD_0UNGDd1gPtXaAcOLF1e8',
  y: 'vhvq5MZp1e0LR7XCfBOBhv6DTMiIlpUVltygO1hD_1w',
};

const keySet = (...keys: readonly PublicKey[]): string => `${JSON.stringify({ keys }, null, 2)}\n`;

/** The issuer's key set before the rotation, within its grace, and after it. */
export const keySets = {
  before: keySet(oldKey, serviceKey),
  during: keySet(newKey, oldKey, serviceKey),
  after: keySet(newKey, serviceKey),
};
