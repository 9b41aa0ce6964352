import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ readMrz: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { capital, MrzReading } = await import('./mrz-reading.svelte');
const { PersonForm } = await import('./person-form.svelte');
const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const VIEW = { given_names: 'ANNA MARIA', surname1: 'ERIKSSON', surname2: '', document: { key: 'mrz', kind: 'passport', country: 'XXX', number: 'L898902C3', state: '', complement: '', mrz_given: 'ANNA MARIA', mrz_surname: 'ERIKSSON' }, birth: '1974-08-12', sex: 'female', nationality: 'SE', problems: [] };

beforeEach(() => {
  vi.resetAllMocks();
  api.readMrz.mockResolvedValue(VIEW);
});

const read = async (form: InstanceType<typeof PersonForm>) => {
  const reading = new MrzReading(form);
  await reading.read(LINES.join('\n'));
  return reading;
};

it('a scanner that types into any field fills what is blank', async () => {
  const form = new PersonForm('2026-11-21');
  const reading = new MrzReading(form);
  expect(reading.takeLine(`Ana ${LINES[0]}`)).toBe('Ana');
  expect([reading.open, reading.waiting]).toEqual([true, 1]);
  expect(reading.takeLine(LINES[1] ?? '')).toBe('');
  await vi.waitFor(() => expect(reading.view).toBeDefined());
  expect(api.readMrz).toHaveBeenCalledWith(LINES.join('\n'));
  expect([form.given_names, form.surname1, form.birth, form.sex, form.nationality]).toEqual(['Anna Maria', 'Eriksson', '12/08/1974', 'female', 'SE']);
  expect(form.documents).toHaveLength(1);
  expect(form.documents[0]).toMatchObject({ kind: 'passport', number: 'L898902C3', state: 'vigente', mrz_given: 'ANNA MARIA' });
});

it('a typed name is never overwritten: both are shown and one key chooses', async () => {
  const form = new PersonForm('2026-11-21', { given_names: 'Ana María', surname1: 'Eriksson' });
  const reading = await read(form);
  expect([form.given_names, form.surname1]).toEqual(['Ana María', 'Eriksson']);
  expect(reading.differences.map(({ field, use }) => [field, use])).toEqual([['given_names', 'typed']]);
  reading.choose('given_names', 'read');
  expect(form.given_names).toBe('Anna Maria');
  reading.choose('given_names', 'typed');
  expect(form.given_names).toBe('Ana María');
});

it('letters without their accents are the same name', async () => {
  api.readMrz.mockResolvedValue({ ...VIEW, given_names: 'JOSE', surname1: 'NANEZ PENA', surname2: '' });
  const form = new PersonForm('2026-11-21', { given_names: 'José', surname1: 'Ñáñez', surname2: 'Peña' });
  expect((await read(form)).differences).toEqual([]);
});

it('the document that was already noted is the one that was read', async () => {
  const form = new PersonForm('2026-11-21');
  form.addDocument();
  await read(form);
  await read(form);
  expect(form.documents).toHaveLength(1);
});

it('what the registrar said of the state stays, whatever the lines say or do not say', async () => {
  for (const state of ['', 'declarado', 'vencido']) {
    api.readMrz.mockResolvedValue({ ...VIEW, document: { ...VIEW.document, state } });
    const form = new PersonForm('2026-11-21', { documents: [{ key: 'a1', kind: 'passport', country: 'PE', number: 'l898902c3', state: 'vigente' }] });
    await read(form);
    expect(form.documents).toMatchObject([{ key: 'a1', number: 'l898902c3', country: 'PE', state: 'vigente' }]);
  }
});

it('of a document that nobody said to have seen the lines tell the state', async () => {
  api.readMrz.mockResolvedValue({ ...VIEW, document: { ...VIEW.document, state: 'vencido' } });
  const form = new PersonForm('2026-11-21');
  form.addDocument();
  await read(form);
  expect(form.documents).toMatchObject([{ number: 'L898902C3', state: 'vencido' }]);
});

it('a certificate that was chosen and has no number yet stays beside the passport that is read', async () => {
  const form = new PersonForm('2026-11-21', { documents: [{ key: 'a1', kind: 'birth_certificate', country: 'PE', number: '', state: 'copia' }] });
  await read(form);
  expect(form.documents).toMatchObject([{ key: 'a1', kind: 'birth_certificate', number: '', state: 'copia' }, { kind: 'passport', number: 'L898902C3' }]);
});

it('the kind that only stands ready gives way to what is read', async () => {
  const form = new PersonForm('2026-11-21');
  form.readyDocument('bo_ci');
  await read(form);
  expect(form.documents).toMatchObject([{ kind: 'passport', number: 'L898902C3' }]);
});

it('lines that cannot be read change nothing', async () => {
  api.readMrz.mockRejectedValue(new Error());
  const form = new PersonForm('2026-11-21', { given_names: 'Ana' });
  const reading = await read(form);
  expect([form.given_names, form.documents.length, reading.asking.trouble?.code]).toEqual(['Ana', 0, 'POSTA-X1']);
  expect(reading.text).not.toBe('');
});

it('names are written with capitals only where they begin', () => {
  expect(['MARIA DE LOS ANGELES', 'JEAN-BAPTISTE', "O'HIGGINS", 'Rosa', ''].map(capital)).toEqual(['Maria De Los Angeles', 'Jean-Baptiste', "O'Higgins", 'Rosa', '']);
});
