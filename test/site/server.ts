import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Serves a folder on the loopback interface below a base, as GitHub Pages does. */
export async function withServer(folder: string, base: string, use: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    const file = pathname.startsWith(base) ? fileOf(folder, decodeURI(pathname.slice(base.length))) : undefined;
    send(response, file === undefined ? 404 : 200, file ?? join(folder, '404.html'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** `concepts` is `concepts.html`, and a folder is the `index.html` in it. */
function fileOf(folder: string, path: string): string | undefined {
  const file = join(folder, normalize(`/${path}`));
  return [file, `${file}.html`, join(file, 'index.html')].find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

function send(response: ServerResponse, status: number, file: string): void {
  response.writeHead(status, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
}
