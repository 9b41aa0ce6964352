// Holds a bundle against the definitions of FHIR R4 that an independent package brings: `node e2e/fhir.mjs FILE`.
// Ends with 1 when a resource is not as R4 says. Warnings (codes beyond extensible lists, as those of our own) are counted.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Fhir } = createRequire(import.meta.url)('fhir');
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('node e2e/fhir.mjs FILE...');
  process.exit(2);
}

const fhir = new Fhir();

let errors = 0;
for (const file of files) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  const { messages } = fhir.validate(bundle, { errorOnUnexpected: true });
  const wrong = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  for (const { location, message } of wrong) console.error(`${location}: ${message}`);
  const rest = messages.filter((one) => !wrong.includes(one)).map(({ location, message }) => `${location}: ${message}`);
  for (const text of new Set(rest)) console.log(`warning: ${text}`);
  console.log(`${file}: ${bundle.entry?.length ?? 0} resources, ${wrong.length} errors, ${rest.length} warnings`);
  errors += wrong.length;
}
process.exit(errors > 0 ? 1 : 0);
