// The supervisor's Friday through the real window: exchange, figures of last month, the report as PDF, the file for
// DHIS2, and a bundle that an independent validator reads. Invented people only.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Department } from './department.mjs';
import { press } from './keyboard.mjs';
import { endAll, run } from './process.mjs';
import { choose, home, sync, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const BETO = 'Beto Colque'; // registers at Pisiga
const ELENA = 'Elena Villca'; // supervises from Oruro
const ESCAPE = '\uE00C';
const PEOPLE = 48;
/** A day of last month, as long as months go. */
const now = new Date();
const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 12)).toISOString().slice(0, 7);

function people() {
  const lines = [];
  for (let number = 0; number < PEOPLE; number++) {
    const ref = `p${number}`;
    lines.push({ kind: 'person', ref, given_names: `Inventada${number}`, surname1: 'Prueba', sex: number % 3 ? 'female' : 'male', birth: `${1950 + number}`, nationality: ['VE', 'PE', 'BO'][number % 3], on: `${month}-12`, documents: [] });
    lines.push({ kind: 'enrollment', person: ref, program: 'sus', on: `${month}-12` });
    lines.push({ kind: 'consent', person: ref, on: `${month}-12`, language: 'es', purposes: { register: 'given', share_facility: 'given', statistics: 'given' } });
  }
  return lines;
}

async function figures(window) {
  await choose(window, 'menu-figures');

  await window.see('figures-screen');
  await window.check('figures-period-last_month');
  await window.waitFor('everybody of last month', async () => (await window.text('figures-screen')).includes(String(PEOPLE)));
  await window.shot('figures');
}

async function report(window, folder) {
  await window.tap('figures-report');
  await window.see('report-screen');
  await window.waitFor('the report of last month', async () => (await window.text('report-screen')).includes(String(PEOPLE)));
  await window.shot('report');
  await window.tap('report-pdf');
  await window.see('slip-panel');
  await window.type('slip-folder', folder);
  await window.tap('slip-save');
  await window.see('slip-saved');
  await window.shot('pdf');
  const [name] = await readdir(folder);
  const pdf = await readFile(join(folder, name));
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await press(window, ESCAPE);
}

async function dhis2(window, folder) {
  await home(window);
  await choose(window, 'menu-exports');
  await window.see('exports-screen');
  await window.check('export-format-dhis2');
  await window.check('export-period-last_month');
  await window.see('export-leaves');
  await window.type('export-purpose', 'Informe mensual al SEDES');
  // Where somebody left a stick in the machine, another folder is chosen.
  if (!(await (await window.find('export-folder')).isExisting())) await window.check('export-place-other');
  await window.type('export-folder', folder);
  await window.tap('export-go');
  await window.see('export-done');
  await window.shot('dhis2');
  const [name] = await readdir(folder);
  const { dataValues } = JSON.parse(await readFile(join(folder, name), 'utf8'));
  const total = dataValues.find((one) => one.dataElement === 'registered' && !one.categoryOptionCombo);
  assert.deepEqual([total.value, total.period, total.orgUnit], [String(PEOPLE), month.replace('-', ''), '400107']);
  assert.ok(dataValues.every(({ value }) => Number(value) >= 10), 'nothing of a few people leaves');
}

/** The same people for other programs, as R4 says. */
async function bundle(department, folder) {
  const { path } = await department.posta('oruro', ELENA, 'export', 'fhir', '--purpose', 'Prueba de intercambio', '--to-folder', folder);
  const { entry } = JSON.parse(await readFile(path, 'utf8'));
  assert.equal(entry.filter(({ resource }) => resource.resourceType === 'Patient').length, PEOPLE);
  await run(process.execPath, ['e2e/fhir.mjs', path]);
}

try {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  await department.join('oruro', ELENA, 'supervisor', '040101');
  for (const [place, user] of [['pisiga', BETO], ['oruro', ELENA], ['pisiga', BETO]]) await department.posta(place, user, 'sync');
  await department.import('pisiga', BETO, people());
  await department.posta('pisiga', BETO, 'sync');
  const folders = ['informe', 'dhis2', 'fhir'].map((name) => department.home(name));
  await Promise.all(folders.map((folder) => mkdir(folder)));
  const [pdfs, values, bundles] = folders;
  await Window.with('office', department.home('oruro'), async (window) => {
    await unlock(window, ELENA);
    await sync(window);
    await figures(window);
    await report(window, pdfs);
    await dhis2(window, values);
  });
  await bundle(department, bundles);
  console.log("the supervisor's Friday was walked");
} finally {
  await endAll();
}
