// A department made with the programs themselves: a server on loopback, invitations, homes.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, run, start, until } from './process.mjs';

export const PASSWORD = 'frase de prueba 2026';

const program = (variable) => {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} must name the program`);
  return path;
};

export class Department {
  static async create() {
    const department = new Department();
    department.folder = await mkdtemp(join(tmpdir(), 'posta-journey-'));
    await department.#server('init', '--department', '04');
    await department.#serve();
    return department;
  }

  get data() {
    return join(this.folder, 'server');
  }

  home(name) {
    return join(this.folder, name);
  }

  async #server(word, ...args) {
    const folders = ['--data', this.data, '--authority', join(this.folder, 'authority')];
    return JSON.parse(await run(program('POSTA_SERVER'), [word, ...folders, ...args, '--json']));
  }

  async #serve() {
    let printed = '';
    const output = (text) => (printed += text);
    this.server = start(program('POSTA_SERVER'), ['serve', '--data', this.data, '--listen', '127.0.0.1:0', '--json'], { output });
    const line = await until('the server to listen', () => printed.split('\n')[0]);
    this.url = JSON.parse(line).listening;
  }

  async invite(name, role, place) {
    return (await this.#server('invite', '--name', name, '--role', role, '--place', place)).code;
  }

  /** `posta` on a home, with JSON. */
  async posta(home, user, ...args) {
    const who = user ? ['--user', user] : [];
    return JSON.parse(await run(program('POSTA_BIN'), ['--home', this.home(home), ...who, ...args, '--json'], { POSTA_PASSWORD: PASSWORD, POSTA_HOST_PASSWORD: PASSWORD }));
  }

  /** Whoever works on that home already, with the same password, takes the newcomer in. */
  async join(home, name, role, place) {
    const code = await this.invite(name, role, place);
    return this.posta(home, '', 'join', '--server', this.url, '--code', code);
  }

  async import(home, user, lines) {
    const file = join(this.folder, `${home}.jsonl`);
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    return this.posta(home, user, 'import', file);
  }

  /** Files of the server, by path, that hold a text. */
  async serverFilesWith(text) {
    const files = await readdir(this.data, { recursive: true, withFileTypes: true });
    const found = [];
    for (const file of files.filter((one) => one.isFile())) {
      const path = join(file.parentPath, file.name);
      if ((await readFile(path)).includes(Buffer.from(text))) found.push(path);
    }
    return found;
  }

  async close() {
    await end(this.server);
    await rm(this.folder, { recursive: true, force: true });
  }
}
