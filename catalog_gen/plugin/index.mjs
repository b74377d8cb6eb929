// catalog-gen: the generator that EventCatalog runs as `eventcatalog generate`.
//
// It starts the Python program catalog-gen (https://pypi.org/project/catalog-gen), which reads event definitions
// and writes the pages of this catalog. Name it in eventcatalog.config.js:
//
//     generators: [['file://<rootDir>/catalog-gen.mjs', { strict: true }]],
//
// As a file in a catalog this is a copy of what the Python package brings: do not edit it, take a new one.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/**
 * @typedef {object} Options
 * @property {string | string[]} [program]
 * @property {string} [config]
 * @property {string} [output]
 * @property {boolean} [check]
 * @property {boolean} [strict]
 * @property {boolean} [import]
 * @property {boolean} [all]
 * @property {'text' | 'github'} [format]
 *
 * @typedef {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, catalog: string }} Machine
 * @typedef {{ command: string, leading: string[] } | { looked: string[] }} Found
 * @typedef {{ code?: number | null, signal?: NodeJS.Signals | null, error?: NodeJS.ErrnoException }} Ended
 */

/** @type {(value: unknown) => boolean} */
const isText = (value) => typeof value === 'string' && value.trim() !== '' && !value.includes('\0');
/** @type {(value: unknown) => boolean} */
const isFlag = (value) => typeof value === 'boolean';
/** @type {(value: unknown) => boolean} */
const isCommand = (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));

/**
 * What each option has to be, and the words for it.
 * @type {Map<string, [(value: unknown) => boolean, string]>}
 */
const OPTIONS = new Map([
  ['program', [isCommand, 'a path, or a list of a command and its first arguments']],
  ['config', [isText, 'the path of a settings file, relative to the catalog']],
  ['output', [isText, 'the path of a folder, relative to the catalog']],
  ['check', [isFlag, 'true or false']],
  ['strict', [isFlag, 'true or false']],
  ['import', [isFlag, 'true or false']],
  ['all', [isFlag, 'true or false']],
  ['format', [(value) => value === 'text' || value === 'github', '"text" or "github"']],
]);
const BY_HAND = new Set(['adopt', 'overwrite', 'diff', 'dry-run', 'watch']);

const NAME = 'catalog-gen';
const PACKAGE = 'eventcatalog-generator-catalog-gen';
const OWN = fileURLToPath(import.meta.url);
const WRONG_OPTIONS = 2;
const NOT_STARTED = 126;
const NOT_FOUND = 127;

/** A Ctrl-C in a terminal has reached the program as well: whoever is still there after this time gets ours. */
const PATIENCE = new Map([['SIGINT', 1000], ['SIGHUP', 1000], ['SIGTERM', 0]]);

/** Who asks so many times wants an end, also of a program that heeds no signal. */
const ENOUGH = 3;

/** What went wrong, in words alone: EventCatalog prints what it catches, and our stack would tell users nothing. */
class Failure extends Error {
  [inspect.custom]() {
    return this.message;
  }
}

/**
 * EventCatalog goes on with the next generator after an exception and then ends with exit code 0, so the code of the
 * first failure is put in its place at the very end.
 * @type {(code: number, message: string) => never}
 */
function fail(code, message) {
  process.on('exit', () => {
    process.exitCode ||= code;
  });
  throw new Failure(`${NAME}: ${message}`);
}

/**
 * Write the pages of this catalog; what EventCatalog's generators are.
 * @param {unknown} _context EventCatalog gives an empty configuration.
 * @param {Options | null} [options]
 */
export default async function generate(_context, options) {
  const wrong = mistakes(options);
  if (wrong.length > 0) {
    const shown = inspect(options, { compact: true, breakLength: Infinity, depth: 2 });
    const entry = `generators: [["${path.basename(OWN) === 'index.mjs' ? PACKAGE : path.basename(OWN)}", ${shown}]]`;
    fail(WRONG_OPTIONS, [`in eventcatalog.config.js, ${entry}`, ...wrong.map((line) => `  ${line}`)].join('\n'));
  }
  const given = options ?? {};
  const catalog = catalogFolder(process.env, process.cwd(), path.dirname(OWN));
  const found = findProgram(given, { platform: process.platform, env: process.env, catalog });
  if ('looked' in found) fail(NOT_FOUND, notFound(given.program, found.looked));
  const { code, signal, error, stopped } = await run(found.command, [...found.leading, ...commandLine(given)], catalog);
  if (stopped) process.exit(numbered(stopped));
  if (error) fail(NOT_STARTED, `${found.command} cannot be started (${error.code}). ${mending(error)}`);
  if (signal) fail(numbered(signal), `the program was ended by ${signal}; generate again to finish what it began`);
  if (code) {
    const what = given.check ? 'check' : 'build';
    fail(code, `"${what}" ended with exit code ${code}; mend what it reports above, then generate again`);
  }
}

/**
 * Everything that is wrong with the options, a line each.
 * @param {unknown} options
 * @returns {string[]}
 */
export function mistakes(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' || Array.isArray(options)) return [`options are an object, not ${inspect(options)}`];
  return Object.entries(options).flatMap(([key, value]) => {
    const option = OPTIONS.get(key);
    if (!option) return [`there is no option "${key}" (${advice(key)})`];
    const [isRight, what] = option;
    return value === undefined || isRight(value) ? [] : [`"${key}" is to be ${what}, not ${inspect(value)}`];
  });
}

/** @type {(key: string) => string} */
function advice(key) {
  if (BY_HAND.has(key)) return `that is done by hand: catalog-gen build --${key}`;
  const near = [...OPTIONS.keys()].map((name) => ({ name, far: distance(key.toLowerCase(), name) }));
  const [best] = near.sort((one, other) => one.far - other.far);
  const close = best.far <= Math.max(2, best.name.length / 2) && best.far < key.length;
  return close ? `did you mean "${best.name}"?` : `known are ${[...OPTIONS.keys()].join(', ')}`;
}

/**
 * How many letters have to be put in, taken out or changed.
 * @type {(one: string, other: string) => number}
 */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = row[column - 1] + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(changed, row[column] + 1, next[column - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/**
 * The folder that EventCatalog generates: the one that it has just read the configuration from. That is PROJECT_DIR or
 * the working directory; where another generator has changed that, the folder of this file.
 * @type {(env: NodeJS.ProcessEnv, cwd: string, own: string) => string}
 */
export function catalogFolder(env, cwd, own) {
  const folders = [...(env.PROJECT_DIR ? [path.resolve(cwd, env.PROJECT_DIR)] : []), cwd, own];
  return folders.find((folder) => fs.existsSync(path.join(folder, 'eventcatalog.config.js'))) ?? folders[0];
}

/**
 * What the program is given. Its working directory is the catalog, and pages go nowhere else: a settings file that
 * writes another catalog is refused, unless `output` says where to.
 * @type {(options: Options) => string[]}
 */
export function commandLine(options) {
  return [
    options.check ? 'check' : 'build',
    ...(options.config === undefined ? [] : [`--config=${options.config}`]),
    options.output === undefined ? '--only-into=.' : `--output=${options.output}`,
    ...(options.import ? ['--import'] : []),
    ...(options.strict ? ['--strict'] : []),
    ...(options.all ? ['--all'] : []),
    ...(options.format === undefined ? [] : [`--format=${options.format}`]),
  ];
}

/**
 * The program: the one that is named, else that of a virtual environment, else that on the path; or where it is not.
 * @type {(options: Options, machine: Machine) => Found}
 */
export function findProgram(options, machine) {
  if (options.program !== undefined) {
    const [command, ...leading] = [options.program].flat();
    const { file, looked } = named(command, machine);
    return file ? { command: file, leading } : { looked };
  }
  const looked = [];
  for (const [folder, why] of environments(options, machine)) {
    const places = machine.platform === 'win32' ? ['Scripts', 'bin'] : ['bin'];
    const file = places.map((place) => executable(path.join(folder, place, NAME), machine)).find(Boolean);
    if (file) return { command: file, leading: [] };
    looked.push(fs.existsSync(folder) ? `${folder} (${why}; has no ${NAME})` : `${folder} (${why}; is not there)`);
  }
  const onPath = named(NAME, machine);
  return onPath.file ? { command: onPath.file, leading: [] } : { looked: [...looked, ...onPath.looked] };
}

/**
 * A command as one names it: a path from the catalog, or a name to look for on the path.
 * @type {(command: string, machine: Machine) => { file?: string, looked: string[] }}
 */
function named(command, machine) {
  const isPath = /[/\\]/.test(command);
  const isWindows = machine.platform === 'win32';
  const entries = (machine.env.PATH ?? '').split(isWindows ? ';' : ':').map((entry) => entry.replace(/^"|"$/g, ''));
  const folders = isPath ? [machine.catalog] : entries.filter((entry) => path.isAbsolute(entry));
  const files = folders.map((folder) => path.resolve(folder, command));
  const file = files.map((each) => executable(each, machine)).find(Boolean);
  const batch = isWindows ? files.flatMap((each) => [each, `${each}.bat`, `${each}.cmd`]).find(isBatch) : undefined;
  const looked = `${isPath ? files[0] : `the folders of PATH, for ${command}`}${spaced(command, machine)}`;
  return { file, looked: batch ? [looked, `${batch} is a batch file, which only a shell can start`] : [looked] };
}

/**
 * What to say of a command that looks as if it had arguments in it; a path may have spaces of its own.
 * @type {(command: string, machine: Machine) => string}
 */
function spaced(command, machine) {
  const words = command.trim().split(/\s+/);
  const isMeant = words.length > 1 && (!/[/\\]/.test(command) || named(words[0], machine).file);
  return isMeant ? `; with arguments, it is a list: ${JSON.stringify(words)}` : '';
}

/**
 * The file, where it can be started without a shell. Windows starts no batch files without one, and a shell would read
 * arguments as commands; pip and uv make .exe files there.
 * @type {(file: string, machine: Machine) => string | undefined}
 */
function executable(file, machine) {
  const isWindows = machine.platform === 'win32';
  const names = isWindows && !/\.(exe|com)$/i.test(file) ? [`${file}.exe`, `${file}.com`] : [file];
  return names.find((name) => {
    try {
      if (!isWindows) fs.accessSync(name, fs.constants.X_OK);
      return fs.statSync(name).isFile();
    } catch {
      return false;
    }
  });
}

/** @type {(file: string) => boolean} */
const isBatch = (file) => /\.(bat|cmd)$/i.test(file) && fs.existsSync(file);

/**
 * Virtual environments that may have the program, and why they are looked at.
 * @type {(options: Options, machine: Machine) => [string, string][]}
 */
function environments(options, machine) {
  const { catalog, env } = machine;
  const settings = options.config === undefined ? catalog : path.dirname(path.resolve(catalog, options.config));
  const folders = [...new Set([...project(catalog), ...project(settings)])];
  const names = folders.flatMap((folder) => [path.join(folder, '.venv'), path.join(folder, 'venv')]);
  /** @type {[string, string][]} */
  const active = env.VIRTUAL_ENV ? [[path.resolve(catalog, env.VIRTUAL_ENV), 'VIRTUAL_ENV']] : [];
  return [...active, ...names.map((name) => /** @type {[string, string]} */ ([name, 'of the project']))];
}

/**
 * The folder and those above it that belong to the same project: up to that of the repository, else of the settings.
 * Nothing further up is looked at, where a stranger may have put a program.
 * @type {(folder: string) => string[]}
 */
function project(folder) {
  const above = [folder];
  for (let next = path.dirname(folder); next !== above.at(-1); next = path.dirname(next)) above.push(next);
  const root = above.findIndex((each) => fs.existsSync(path.join(each, '.git')));
  return above.slice(0, 1 + (root < 0 ? Math.max(0, above.findIndex(hasSettings)) : root));
}

/** @type {(folder: string) => boolean} */
function hasSettings(folder) {
  if (fs.existsSync(path.join(folder, 'catalog-gen.toml'))) return true;
  try {
    return fs.readFileSync(path.join(folder, 'pyproject.toml'), 'utf8').includes('tool.catalog-gen');
  } catch {
    return false;
  }
}

/** @type {(program: Options['program'], looked: string[]) => string} */
function notFound(program, looked) {
  return [
    `${program === undefined ? 'the program catalog-gen' : 'what the option "program" names'} is not there. Looked at:`,
    ...looked.map((place) => `  ${place}`),
    'Install it (pip install catalog-gen), or say in eventcatalog.config.js how to start it, with the option',
    '"program": a path, or a list such as ["uv", "run", "catalog-gen"] or ["python3", "-m", "catalog_gen"].',
  ].join('\n');
}

/** @type {(error: NodeJS.ErrnoException) => string} */
const mending = (error) =>
  error.code === 'ENOENT'
    ? 'The Python that it was installed with is gone: make its virtual environment again.'
    : 'Start it by hand to see what is wrong, or name another one with the option "program".';

/** @type {(signal: NodeJS.Signals) => number} */
const numbered = (signal) => 128 + os.constants.signals[signal];

/**
 * Run a program in a folder, on our own terminal, and hand signals on to it; tell how it ended, and what stopped us.
 * @param {string} command
 * @param {string[]} given
 * @param {string} cwd
 * @returns {Promise<Ended & { stopped?: NodeJS.Signals }>}
 */
function run(command, given, cwd) {
  return new Promise((resolve) => {
    const child = spawn(command, given, { cwd, stdio: 'inherit' });
    /** @type {NodeJS.Signals | undefined} */
    let stopped;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    let times = 0;
    /** @type {(signal: NodeJS.Signals) => void} */
    const stop = (signal) => {
      const wait = stopped ? 0 : PATIENCE.get(signal);
      stopped ??= signal;
      times += 1;
      clearTimeout(timer);
      timer = setTimeout(() => child.kill(times < ENOUGH ? signal : 'SIGKILL'), wait);
    };
    /** @type {(how: Ended) => void} */
    const end = (how) => {
      clearTimeout(timer);
      for (const signal of PATIENCE.keys()) process.off(signal, stop);
      resolve({ ...how, stopped });
    };
    for (const signal of PATIENCE.keys()) process.on(signal, stop);
    child.on('error', (error) => end({ error }));
    child.on('exit', (code, signal) => end({ code, signal }));
  });
}
