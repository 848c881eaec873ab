/** A request as somebody types it into the box. */
export interface TypedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: readonly string[];
  readonly source?: string;
  readonly certificate?: 'none' | 'valid' | 'invalid';
}

const get = (url: string, more: Partial<TypedRequest> = {}): TypedRequest => ({ method: 'GET', url, ...more });

/** What is asked of the shop: every action, listener and way to fail. */
export const shopRequests: readonly TypedRequest[] = [
  get('http://www.shop.example.com/'),
  get('http://anything.example.net/a/b?c=d'),
  get('https://www.shop.example.com/catalog'),
  get('https://www.shop.example.com/catalog/1', { headers: ['x-tester: 1'] }),
  get('https://www.shop.example.com/catalog/1', { headers: ['X-Tester: 2', 'accept: text/html'] }),
  get('https://WWW.Shop.example.com:443/search?q=caf%C3%A9'),
  get('https://m.shop.example.com/p/17'),
  get('https://www.shop.example.com/catalogue'),
  { method: 'POST', url: 'https://www.shop.example.com/reviews/7' },
  { method: 'delete', url: 'https://m.shop.example.com/reviews' },
  get('https://www.shop.example.com/checkout/cart?step=2'),
  get('https://admin.shop.example.com/users', { source: '203.0.113.9' }),
  get('https://admin.shop.example.com/users', { source: '2001:db8:7::1' }),
  get('https://admin.shop.example.com/users'),
  get('https://admin.shop.example.com/.well-known/security.txt'),
  get('https://other.shop.example.com/'),
  get('https://elsewhere.example.com/'),
  get('https://www.shop.example.com/', { headers: ['host: admin.shop.example.com'], source: '203.0.113.9' }),
  { method: 'TRACE', url: 'https://www.shop.example.com/' },
  get('http://www.shop.example.com:443/'),
  get('https://www.shop.example.com:80/'),
  get('https://www.shop.example.com:9443/'),
  get('https://partners.shop.example.com:8443/', { certificate: 'none' }),
  { method: 'POST', url: 'https://partners.shop.example.com:8443/shop.stock.v1.Stock/Get', headers: ['content-type: application/grpc'], certificate: 'valid' },
  { method: 'POST', url: 'https://partners.shop.example.com:8443/shop.stock.v1.Stock/Get', certificate: 'valid' },
  get('https://www.shop.example.com/<script>alert(1)</script>?a="b"', { headers: ['x-a: <b>&amp;</b>'] }),
];

export const fleetRequests: readonly TypedRequest[] = [
  get('http://host-0.example.com/team-0/part-0'),
  get('http://host-4.example.com/team-9/part-9/deep'),
  get('http://host-4.example.com/team-9/part-10'),
  get('http://host-9.example.com/'),
];

export const hostileRequests: readonly TypedRequest[] = [
  get('http://a.example.com/?q="><img src=x onerror=alert(2)>', { headers: ['x-one: </script><script>alert(1)</script>'] }),
  get('http://a.example.com/', { headers: ['x-two: <!--<script>'] }),
];
