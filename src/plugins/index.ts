/** plugins: indexes beside the snapshot, kept up to date by what each transaction changed. */
export { FaceIndex, graphIndex, lexicalIndex } from './face-index.ts';
export {
  CONSISTENCIES,
  type Consistency,
  type IndexDelta,
  type IndexPlugin,
  type IndexType,
  type PluginHealth,
  type PluginState,
  type PluginStrategy,
} from './index-plugin.ts';
export { PluginHost, type PluginStorage } from './plugin-host.ts';
export { EmbeddedEmbedder } from './vector/embedded-embedder.ts';
export type { Embedder, SparseVector, TermWeight, Vector } from './vector/embedder.ts';
export { EmbeddingServer, type EmbeddingServerOptions } from './vector/embedding-server.ts';
export { VectorIndex } from './vector/vector-index.ts';
