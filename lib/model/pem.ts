const BODY = '[A-Za-z0-9+/=\\s]+';
const CERTIFICATE = new RegExp(`-----BEGIN CERTIFICATE-----${BODY}-----END CERTIFICATE-----`);
const PRIVATE_KEY = new RegExp(`-----BEGIN (RSA |EC )?PRIVATE KEY-----${BODY}-----END (RSA |EC )?PRIVATE KEY-----`);

/** True for a text with at least one certificate in PEM armour. What is inside is not read. */
export function looksLikeCertificates(text: string): boolean {
  return CERTIFICATE.test(text);
}

/** True for a text with a private key in PEM armour. What is inside is not read. */
export function looksLikePrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text);
}

/** The text behind base64 (as in a Secret's `data`); empty if it is not base64. */
export function textOfBase64(encoded: string): string {
  const compact = encoded.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0 ? Buffer.from(compact, 'base64').toString('utf8') : '';
}
