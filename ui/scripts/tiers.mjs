// Holds what eslint cannot: the three tiers, that every word on a screen comes from the messages, and that it follows the language.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';

const root = fileURLToPath(new URL('../src/', import.meta.url));
const WORDED = new Set(['alt', 'aria-label', 'aria-description', 'aria-roledescription', 'label', 'placeholder', 'title', 'hint', 'text']);
const LETTER = /\p{L}/u;

const files = readdirSync(root, { recursive: true })
  .map((file) => join(root, file))
  .filter((file) => /\.(svelte|ts)$/.test(file) && !file.endsWith('bindings.ts'));

const faults = files.flatMap((file) => {
  const source = readFileSync(file, 'utf8');
  const name = relative(root, file);
  return [...tiers(name, source), ...(file.endsWith('.svelte') ? words(name, source) : [])];
});

for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `tiers: ${files.length} files keep to their tier and their words` : `tiers: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** components < features/<noun> < routes; a feature never reads another. */
function tiers(name, source) {
  const feature = /^lib\/features\/([^/]+)\//.exec(name)?.[1];
  const tier = name.startsWith('lib/components/') ? 'components' : feature ? 'feature' : name.startsWith('routes/') ? 'routes' : 'base';
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].flatMap(([, path]) => {
    const line = source.slice(0, source.indexOf(path)).split('\n').length;
    const target = /\$lib\/features\/([^/'"]+)/.exec(path)?.[1];
    const say = (why) => [`${name}:${line}: ${why}: ${path}`];
    if (tier === 'components' && path.startsWith('$lib/') && !path.startsWith('$lib/components/')) return say('a component knows no domain');
    if (tier === 'feature' && target && target !== feature) return say('a feature does not read another');
    if (tier === 'base' && (target || path.startsWith('$lib/components/'))) return say('the base knows no screen');
    if (/(^|\/)routes\//.test(path)) return say('nobody reads a route');
    if (/^(\.\.\/){2,}/.test(path) && !name.startsWith('lib/mock/')) return say('climbs out of its folder');
    return [];
  });
}

/** No literal text in markup. */
function words(name, source) {
  const found = [];
  const at = (node) => source.slice(0, node.start).split('\n').length;
  const walk = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(walk);
    if (node.type === 'Text' && LETTER.test(node.data)) found.push(`${name}:${at(node)}: a word in markup: ${node.data.trim()}`);
    if (node.type === 'HtmlTag') found.push(`${name}:${at(node)}: raw markup`);
    if (node.type === 'Attribute') {
      const parts = Array.isArray(node.value) ? node.value : [node.value];
      for (const part of parts) {
        const literal = part?.type === 'Text' ? part.data : part?.expression?.type === 'Literal' ? String(part.expression.value) : '';
        if (WORDED.has(node.name) && LETTER.test(literal)) found.push(`${name}:${at(node)}: a word in ${node.name}: ${literal}`);
      }
      return parts.forEach((part) => part?.type === 'ExpressionTag' && walk(part));
    }
    if (node.type === 'StyleSheet' || node.type === 'Script') return;
    for (const key of Object.keys(node)) if (key !== 'metadata' && key !== 'parent') walk(node[key]);
  };
  const tree = parse(source, { modern: true });
  walk(tree.fragment);
  return [...found, ...kept(name, source, tree.instance?.content), ...kept(name, source, tree.module?.content)];
}

/** A message read once, when the screen is made, would stay in the language of that moment. */
function kept(name, source, program) {
  const found = [];
  const walk = (node, parent) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach((one) => walk(one, parent));
    const later = /Function/.test(node.type ?? '') && (parent?.type !== 'CallExpression' || parent.callee === node);
    if (later || (node.type === 'CallExpression' && /^\$derived/.test(source.slice(node.callee.start, node.callee.end)))) return;
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 't') {
      found.push(`${name}:${source.slice(0, node.start).split('\n').length}: a message kept from one language: derive it`);
    }
    for (const key of Object.keys(node)) if (key !== 'metadata' && key !== 'parent') walk(node[key], node);
  };
  for (const statement of program?.body ?? []) if (statement.type === 'VariableDeclaration') walk(statement.declarations);
  return found;
}
