/** The client of an embeddings server, against a server on this machine that is busy, breaks off, and answers nonsense. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddingServer, VectorIndex, type EmbeddingServerOptions } from '#plugins';
import { indexFiles } from '#testkit';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }),
  );
});

interface Asked {
  readonly model: string;
  readonly input: readonly string[];
}
type Answer = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives each request to the next of `answers`, and to the last one from then on. */
async function serve(...answers: Answer[]): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      // Safe because: only the client below asks this server.
      const question = JSON.parse(body) as Asked;
      asked.push(question);
      answers[Math.min(asked.length, answers.length) - 1]!(question, response, request);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1/embeddings`, asked };
}

/** The length of a text and how many `a` it has; out of order, as the interface allows. */
const right: Answer = ({ input }, response) => {
  const data = input.map((text, index) => ({ index, embedding: [text.length, text.split('a').length - 1] }));
  response.end(JSON.stringify({ data: data.toReversed() }));
};
const busy: Answer = (_asked, response) => void response.writeHead(429, { 'retry-after': '0' }).end('slow down');
const broken: Answer = (_asked, response) => void response.writeHead(503).end();
const cut: Answer = (_asked, response) => void response.destroy();

function client(url: string, options: Partial<EmbeddingServerOptions> = {}): EmbeddingServer {
  return new EmbeddingServer({ url, model: 'small', dimensions: 2, backoffMs: 1, ...options });
}

const { signal } = new AbortController();

describe('the client of embeddings', () => {
  it('sends batches, puts vectors in the order of the texts and makes them of length 1', async () => {
    const { url, asked } = await serve(right);
    const vectors = await client(url, { batchSize: 2 }).embed(['aaa', 'xxxx', 'a'], signal);
    expect(asked.map(({ model, input }) => [model, input])).toStrictEqual([
      ['small', ['aaa', 'xxxx']],
      ['small', ['a']],
    ]);
    expect(vectors.map((vector) => [...vector])).toStrictEqual(
      [
        [Math.SQRT1_2, Math.SQRT1_2],
        [1, 0],
        [Math.SQRT1_2, Math.SQRT1_2],
      ].map((row) => [...Float32Array.from(row)]),
    );
  });

  it('tries again after 429, 5xx and a connection that breaks', async () => {
    const { url, asked } = await serve(busy, broken, cut, right);
    expect(await client(url).embed(['xx'], signal)).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });

  it('asks for a text once', async () => {
    const { url, asked } = await serve(right);
    const embedder = client(url);
    await embedder.embed(['one', 'two', 'one'], signal);
    await embedder.embed(['two', 'three'], signal);
    expect(asked.map(({ input }) => input)).toStrictEqual([['one', 'two'], ['three']]);
  });

  it('gives up after as many tries as it was told, and at once when the request itself is refused', async () => {
    const flaky = await serve(broken);
    await expect(client(flaky.url, { retries: 2 }).embed(['x'], signal)).rejects.toMatchObject({
      code: 'E_EMBEDDINGS',
      message: expect.stringContaining('answered 503; tried 3 times'),
    });
    expect(flaky.asked).toHaveLength(3);
    const refusing = await serve((_asked, response) => void response.writeHead(401).end('no such key'));
    const failed = client(refusing.url, { apiKey: 'a-secret' }).embed(['x'], signal);
    await expect(failed).rejects.toThrow('answered 401: no such key');
    await expect(failed).rejects.not.toThrow('a-secret');
    expect(refusing.asked).toHaveLength(1);
  });

  it('ends a request that takes too long, and stops when it is aborted', async () => {
    const silent = await serve(() => undefined);
    await expect(client(silent.url, { timeoutMs: 30, retries: 1 }).embed(['x'], signal)).rejects.toMatchObject({
      code: 'E_EMBEDDINGS',
      message: expect.stringContaining('tried 2 times'),
    });
    const stop = AbortSignal.timeout(30);
    await expect(client(silent.url).embed(['x'], stop)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['too few vectors', '{"data":[]}'],
    ['a vector of another length', '{"data":[{"index":0,"embedding":[1,2,3]}]}'],
    ['something that is no number', '{"data":[{"index":0,"embedding":[1,"x"]}]}'],
    ['a vector of another text', '{"data":[{"index":7,"embedding":[1,2]}]}'],
  ])('refuses an answer with %s', async (_what, answer) => {
    const { url } = await serve((_asked, response) => void response.end(answer));
    await expect(client(url).embed(['x'], signal)).rejects.toThrow(/gave no 1 vectors of 2 numbers/);
  });

  it('serves the index of vectors; while the server is down no commit is lost, and health says why', async () => {
    const { url, asked } = await serve(right, broken, right);
    const { orchestrator } = await indexFiles({ 'a.py': 'def aaaa():\n    return 1\n' }, { parallelWorkers: 0 });
    try {
      orchestrator.registerIndex(new VectorIndex({ embedder: client(url, { retries: 0 }) }));
      await expect.poll(() => asked.length).toBe(1);
      await expect.poll(() => vectorHealth().status).toBe('ready');
      await orchestrator.update([{ path: 'b.py', content: 'def bbbb():\n    return 2\n' }]);
      expect(orchestrator.getContext().files).toStrictEqual(['a.py', 'b.py']);
      await expect.poll(() => vectorHealth().reason).toMatch(/answered 503/);
      const found = await orchestrator.queryIndex('vector', { text: 'aaaa' });
      expect([found.snapshot, found.rows.length]).toStrictEqual([2, 2]);
    } finally {
      await orchestrator.close();
    }
    function vectorHealth(): { status: string; reason: string | null } {
      return orchestrator.health().indexes.find(({ type }) => type === 'vector')!;
    }
  });
});
