/** The version of the package, read from its manifest: in a checkout and in the built package alike. */
import { createRequire } from 'node:module';

const manifest: unknown = createRequire(import.meta.url)('stratagraph/package.json');

export const PACKAGE_VERSION: string =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
