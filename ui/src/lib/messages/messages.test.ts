import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { t } from '.';

const crates = fileURLToPath(new URL('../../../../crates/', import.meta.url));

const features = fileURLToPath(new URL('../features/', import.meta.url));

/** The Rust source of a folder, without its tests. */
function source(folder: string): string {
  return readdirSync(join(crates, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.rs') && !/tests?(\.rs|\/)/.test(file))
    .map((file) => readFileSync(join(crates, folder, file), 'utf8').split('#[cfg(test)]')[0])
    .join('\n');
}

const found = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

it('every code of the shell has a sentence and an action', () => {
  const codes = found(source('app/src'), /"(POSTA-[A-Z]\d+)"/g);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !(code in t.trouble.codes))).toEqual([]);
});

it('every problem of the domain has a message', () => {
  const codes = found(source('domain/src'), /(?:error|warning)\((?:[^()"]|"[^"]*"|\([^()]*\))*?,\s*"([a-z_0-9]+)",?\s*\)/g);
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter((code) => !(code in t.problems))).toEqual([]);
});

it('every problem that the shell finds has a message', () => {
  const codes = found(source('app/src'), /(?:Problem::error|Problem::warning|\bbad)\((?:[^()"]|"[^"]*"|\([^()]*\))*?,\s*"([a-z_0-9]+)",?\s*\)/g);
  expect(codes.length).toBeGreaterThan(15);
  expect([...codes, 'part_undecided', 'need_moved', 'critical_undecided'].filter((code) => !(code in t.problems))).toEqual([]);
});

it('every problem that a form finds by itself has a message', () => {
  const forms = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts'));
  const codes = found(forms.map((file) => readFileSync(join(features, file), 'utf8')).join('\n'), /(?:code: |problem\('[^']*', )'([a-z_]+)'(?=, severity|\))/g);
  expect(codes.length).toBeGreaterThan(3);
  expect(codes.filter((code) => !(code in t.problems))).toEqual([]);
});

it('every reason of quarantine has a message', () => {
  const codes = found(source('documents/src/admission'), /Self::\w+(?: \{ \.\. \}|\(_\))? => "([a-z_]+)"/g);
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter((code) => !(code in t.quarantine))).toEqual([]);
});

it('no message is blank', () => {
  const blank = (words: object, path: string): string[] =>
    Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? (value.trim() ? [] : [`${path}.${key}`]) : typeof value === 'object' && value !== null ? blank(value, `${path}.${key}`) : []
    );
  expect(blank({ ...t, trouble: t.trouble, problems: t.problems, person: t.person, session: t.session, sync: t.sync }, 't')).toEqual([]);
});
