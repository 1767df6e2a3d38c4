/**
 * Stops early, with the two commands that help, on a Node that is too old.
 * Must stay free of imports: static imports link before any statement runs.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `stratagraph needs Node >= 22.22; this is ${process.versions.node}\n` +
      `In a checkout: npm ci && npm run demo\nElsewhere: npx -p node@24 -p stratagraph stratagraph --help\n`,
  );
  process.exit(1);
}
