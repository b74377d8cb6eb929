// Everything about a catalog's pages that can be known without building the site, told by EventCatalog's own parts:
// its zod schemas, its collection patterns, its list of components, its remark plugins, and the MDX compiler.
// Each page is compiled and rendered once into a plain tree, so that unknown components and undefined names throw
// here exactly as they would in the build, and so that links are seen as a reader gets them.
//
//   node check_pages.mjs CATALOG... [--four CATALOG...]    (this file stands below the folder that holds node_modules)
//
// The catalogs after --four are for EventCatalog 4, which cannot be installed here: what it has besides stands in FOUR.
//
// prints {"<catalog>": {"pages": 12, "routes": [...], "problems": [{"page", "line", "rule", "message"}]}}
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, nodeTypes, run } from '@mdx-js/mdx';
import { parseFrontmatter } from '@astrojs/internal-helpers/frontmatter';
import { build } from 'esbuild';
import { load as loadYaml4 } from 'js-yaml-4';
import yaml3 from 'js-yaml-3';
import picomatch from 'picomatch';
import rehypeRaw from 'rehype-raw';
import rehypeSlug from 'rehype-slug';
import remarkComment from 'remark-comment';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkSmartypants from 'remark-smartypants';
import { visit } from 'unist-util-visit';
import { parse as parseYaml2 } from 'yaml';

const core = path.join(nearestWith('node_modules/@eventcatalog/core'), 'node_modules/@eventcatalog/core/eventcatalog');

function nearestWith(wanted) {
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, wanted))) {
    if (folder === path.dirname(folder)) throw new Error(`no ${wanted} above ${import.meta.dirname}`);
    folder = path.dirname(folder);
  }
  return folder;
}

// --- EventCatalog's own parts -------------------------------------------------------------------------------------

// What astro and a licence would supply. Loaders only carry their patterns to us.
const SUPPLIED = {
  'astro:content': `
    import { z } from 'astro/zod';
    export const defineCollection = (collection) => collection;
    export const reference = () => z.union([z.string(), z.object({ id: z.string(), collection: z.string() })]);
    export const getCollection = async () => [];`,
  'astro/loaders': `export const glob = (options) => options; export const file = (options) => options;`,
  '@config': `export default {};`,
  '@eventcatalog/license': `
    const no = async () => false;
    export { no as isEventCatalogStarterEnabled, no as isEventCatalogScaleEnabled, no as isFeatureEnabled };`,
};

const supply = {
  name: 'supply',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(astro:content|astro\/loaders|@eventcatalog\/license)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'supplied',
    }));
    onResolve({ filter: /^@config$|\/eventcatalog\.config\.js$/ }, () => ({ path: '@config', namespace: 'supplied' }));
    onLoad({ filter: /./, namespace: 'supplied' }, ({ path: name }) => ({ contents: SUPPLIED[name], resolveDir: core }));
  },
};

async function eventCatalog() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eventcatalog-parts-'));
  try {
    await build({
      stdin: {
        resolveDir: core,
        contents: `
          export { collections } from './src/content.config.ts';
          export { remarkDirectives } from './src/remark-plugins/directives.ts';
          export { mermaid } from './src/remark-plugins/mermaid.ts';
          export { plantuml } from './src/remark-plugins/plantuml.ts';
          export { remarkResourceRef } from './src/remark-plugins/resource-ref.ts';`,
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: path.join(folder, 'parts.mjs'),
      logLevel: 'error',
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
      plugins: [supply],
    });
    return await import(pathToFileURL(path.join(folder, 'parts.mjs')).href);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const { collections, remarkDirectives, mermaid, plantuml, remarkResourceRef } = await eventCatalog();

function componentNames() {
  const source = fs.readFileSync(path.join(core, 'src/components/MDX/components.tsx'), 'utf8');
  const listed = source.slice(source.indexOf('return {'));
  const names = [...listed.matchAll(/^ {4}([A-Z]\w*)\b/gm)].map((match) => match[1]);
  if (!names.includes('NodeGraph') || names.length < 20) throw new Error('components.tsx is not what it was');
  return names;
}

const COMPONENTS = componentNames();

// https://github.com/event-catalog/eventcatalog: packages/core/eventcatalog/src at 4.7.5, content.config.ts and
// components/MDX/components.tsx.
const IN_SYSTEMS = ['agents', 'services', 'events', 'commands', 'queries', 'flows', 'channels', 'entities', 'containers'];
IN_SYSTEMS.push('diagrams', 'data-products', 'adrs', 'docs');
const FOUR = {
  components: ['ADRTable', 'ComponentDiagram', 'ContextDiagram', 'CustomProperties', 'CustomProperty', 'SystemContextMap'],
  patterns: {
    systems: ['**/systems/**/index.(md|mdx)', ...IN_SYSTEMS.map((inner) => `!**/systems/**/${inner}/**`)],
    services: ['', 'domains/*/'].flatMap((around) =>
      ['', 'versioned/*/'].map((version) => `${around}systems/*/services/*/${version}index.(md|mdx)`)
    ),
    resourceDocs: ['systems/**/docs/**/*.@(md|mdx)'],
  },
  onlyThere: (name, path) => name === 'adrs' && path[0] === 'appliesTo',
};
const ONLY_IN_FOUR = new Set(FOUR.components.filter((name) => !COMPONENTS.includes(name)));
if (ONLY_IN_FOUR.size !== FOUR.components.length) throw new Error('this EventCatalog has components of FOUR');

// users and teams have a loader of their own, which hides its pattern; the other two are no pages.
const OWN_PATTERNS = { users: 'users/*.(md|mdx)', teams: 'teams/*.(md|mdx)' };
const LOADED = Object.entries(collections)
  .filter(([name]) => !['designs', 'schemas', 'resourceDocCategories'].includes(name))
  .map(([name, { loader, schema }]) => ({ name, schema, patterns: [OWN_PATTERNS[name] ?? loader.pattern].flat() }));

function matchers(loaded) {
  return loaded.map(({ name, schema, patterns }) => {
    const [without, wanted] = [patterns.filter((p) => p.startsWith('!')), patterns.filter((p) => !p.startsWith('!'))];
    return { name, schema, matches: picomatch(wanted, { ignore: without.map((p) => p.slice(1)) }) };
  });
}

const MATCHERS = matchers(LOADED);
const MATCHERS_OF_FOUR = matchers([
  ...LOADED.map((loaded) => ({ ...loaded, patterns: [...loaded.patterns, ...(FOUR.patterns[loaded.name] ?? [])] })),
  { name: 'systems', schema: null, patterns: FOUR.patterns.systems },
]);

const RESOURCES = ['agents', 'adrs', 'events', 'commands', 'queries', 'services', 'domains', 'flows', 'channels', 'systems'];
RESOURCES.push('entities', 'containers', 'data-products', 'diagrams', 'users', 'teams');

// --- the catalog's files ------------------------------------------------------------------------------------------

const NOT_CONTENT = new Set(['node_modules', 'dist']);

function filesBelow(folder, prefix = '') {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || NOT_CONTENT.has(entry.name)) return [];
    const name = prefix + entry.name;
    return entry.isDirectory() ? filesBelow(path.join(folder, entry.name), `${name}/`) : [name];
  });
}

const isPage = (name) => /\.mdx?$/.test(name) && name.includes('/') && !/^(components|snippets|public)\//.test(name);

function readPage(root, name, four) {
  const source = fs.readFileSync(path.join(root, name), 'utf8');
  const page = { root, name, source, four, folder: path.join(root, path.dirname(name)), problems: [], frontmatter: {} };
  page.report = (rule, message, line = null) => page.problems.push({ page: name, line, rule, message });
  page.lineOf = (text) => source.slice(0, Math.max(source.indexOf(text), 0)).split('\n').length;
  page.matched = (four ? MATCHERS_OF_FOUR : MATCHERS).filter(({ matches }) => matches(name));
  page.collection = page.matched[0]?.name;
  try {
    Object.assign(page, parseFrontmatter(source, { frontmatter: 'empty-with-spaces' }));
  } catch (error) {
    page.report('yaml', error.message.split('\n')[0], (error.mark?.line ?? 0) + 1);
  }
  return page;
}

// --- front matter -------------------------------------------------------------------------------------------------

const YAML_READERS = {
  'js-yaml 3': (text) => yaml3.safeLoad(text),
  'js-yaml 4': (text) => loadYaml4(text),
  'yaml 2': (text) => parseYaml2(text, { customTags: ['timestamp'] }),
};

function checkReadings(page) {
  const readings = Object.entries(YAML_READERS).map(([reader, read]) => {
    try {
      return [reader, JSON.stringify(read(page.rawFrontmatter ?? ''))];
    } catch (error) {
      return [reader, error.message.split('\n')[0]];
    }
  });
  for (const [reader, reading] of readings.slice(1)) {
    if (reading !== readings[0][1]) page.report('yaml', `${reader} reads ${reading}, ${readings[0].join(' ')}`);
  }
}

// The linter wants a summary on people too, whose schema has none.
const ALLOWED = /^x-.+|^(users|teams)\.summary$/;
const isMapping = (value) => typeof value === 'object' && value !== null && !(value instanceof Date);

// Keys that the schema does not know: dropped in silence by EventCatalog 3, an error on the top level in 4.
function droppedKeys(given, kept, prefix = '') {
  if (!isMapping(given) || !isMapping(kept)) return [];
  return Object.entries(given).flatMap(([key, value]) =>
    key in kept ? droppedKeys(value, kept[key], `${prefix}${key}.`) : [`${prefix}${key}`]
  );
}

async function checkFrontmatter(page) {
  for (const { name, schema } of page.matched.filter((matched) => matched.schema)) {
    const result = await schema.safeParseAsync(page.frontmatter);
    for (const issue of result.error?.issues ?? []) {
      if (page.four && FOUR.onlyThere(name, issue.path)) continue;
      page.report('schema', `${name}: ${issue.path.join('.')}: ${issue.message}`, page.lineOf(`${issue.path[0]}:`));
    }
    for (const key of result.success && !page.four ? droppedKeys(page.frontmatter, result.data) : []) {
      if (ALLOWED.test(key) || ALLOWED.test(`${name}.${key}`)) continue;
      page.report('key', `${name}: nothing reads "${key}"; only x-... keys are free`, page.lineOf(key.split('.').at(-1)));
    }
  }
  if (/[/\\#?%]/.test(String(page.frontmatter.id ?? ''))) page.report('id', `no route can hold "${page.frontmatter.id}"`);
  if (page.collection === 'agents' && !page.four && showsChangelogs(page.root)) {
    page.report('changelog', 'EventCatalog 3.48 dies of an agent where changelogs are enabled');
  }
  if (page.matched.length !== 1) {
    page.report('collection', `belongs to ${page.matched.map(({ name }) => name).join(' and ') || 'no collection'}`);
  }
}

function checkDuplicates(pages) {
  const seen = new Map();
  for (const page of pages.filter(({ collection }) => RESOURCES.includes(collection))) {
    const key = `${page.collection} ${page.frontmatter.id} ${page.frontmatter.version ?? ''}`.trim();
    if (seen.has(key)) page.report('duplicate', `${key} is also ${seen.get(key)}`);
    else seen.set(key, page.name);
  }
}

// --- the body -----------------------------------------------------------------------------------------------------

const ADMONITIONS = ['info', 'warning', 'danger', 'tip', 'note'];

// remark-directive reads ":word" in prose as an element, which EventCatalog shows as an empty box: text is lost.
const noteDirectives = (page) => () => (tree) =>
  visit(tree, ['textDirective', 'leafDirective', 'containerDirective'], (node) => {
    if (node.type === 'containerDirective' && ADMONITIONS.includes(node.name)) return;
    page.report('directive', `":${node.name}" is taken for a directive and vanishes`, node.position?.start.line);
  });

// Imports become components given from outside, so that a page can be rendered without the site around it.
const takeImports = (page, taken) => () => (tree) =>
  visit(tree, 'mdxjsEsm', (node) => {
    const { body } = node.data.estree;
    for (const { source, specifiers } of body.filter(({ type }) => type === 'ImportDeclaration')) {
      specifiers.forEach(({ local }) => taken.push(local.name));
      const inCatalog = /^@catalog\/((?:components|snippets)\/.+)/.exec(source.value)?.[1];
      if (inCatalog && !fs.existsSync(path.join(page.root, inCatalog))) {
        page.report('import', `${inCatalog} does not exist`, page.lineOf(source.value));
      }
    }
    node.data.estree.body = body.filter(({ type }) => type !== 'ImportDeclaration');
  });

// The first line of blanked front matter has room for what astro exports to every page.
function withFrontmatter({ content, frontmatter }) {
  return content.replace(/^.*/, `export const frontmatter = ${JSON.stringify(frontmatter)};`);
}

const element = (type, props) => (typeof type === 'function' ? type(props) : { type, props });

async function renderPage(page) {
  const imported = [];
  try {
    const code = await compile(
      { value: withFrontmatter(page), path: page.name },
      {
        outputFormat: 'function-body',
        elementAttributeNameCase: 'html',
        remarkPlugins: [
          remarkGfm,
          remarkSmartypants,
          takeImports(page, imported),
          remarkDirective,
          noteDirectives(page),
          remarkDirectives,
          remarkComment,
          mermaid,
          plantuml,
          remarkResourceRef,
        ],
        rehypePlugins: [[rehypeRaw, { passThrough: nodeTypes }], rehypeSlug],
      }
    );
    const components = Object.fromEntries([...COMPONENTS, ...(page.four ? FOUR.components : []), ...imported].map((name) => [name, name]));
    const module = await run(code, { Fragment: 'Fragment', jsx: element, jsxs: element, baseUrl: import.meta.url });
    return elementsIn(module.default({ components }));
  } catch (error) {
    const compiled = error.ruleId !== undefined || error.source !== undefined;
    page.report(compiled ? 'mdx' : 'render', error.reason ?? error.message.split('\n')[0], error.line ?? error.place?.start?.line ?? null);
    return [];
  }
}

function elementsIn(node) {
  if (Array.isArray(node)) return node.flatMap(elementsIn);
  return node?.props ? [node, ...elementsIn(node.props.children)] : [];
}

const textOf = (node) =>
  Array.isArray(node) ? node.map(textOf).join('') : node?.props ? textOf(node.props.children) : String(node ?? '');

// Without these EventCatalog's components throw, and the build with them.
const NEEDED = { Tile: 'href', Link: 'href', MermaidFileLoader: 'file', Flow: 'id', DrawIO: 'url', FigJam: 'url' };

function checkProps(page, elements) {
  for (const { type, props } of elements) {
    if (type === 'EntityMap' && !['domains', 'services'].includes(props.collection ?? page.collection)) {
      page.report('props', '<EntityMap> shows those of domains and services', page.lineOf('<EntityMap'));
    }
    if (NEEDED[type] && !props[NEEDED[type]]) page.report('props', `<${type}> needs ${NEEDED[type]}`, page.lineOf(`<${type}`));
  }
}

// EventCatalog finds viewers with a regular expression over the source: it misses expressions, and sees code blocks.
function checkViewers(page, elements) {
  for (const name of ['SchemaViewer', 'NodeGraph', 'ContextDiagram']) {
    const scanned = [...page.source.matchAll(new RegExp(`<${name}(\\s+[^>]*)?\\s*\\/>`, 'g'))];
    const shown = elements.filter(({ type }) => type === name);
    if (scanned.length !== shown.length) {
      page.report('viewer', `EventCatalog's scan sees ${scanned.length} <${name}>, the page shows ${shown.length}`);
    }
    for (const [tag] of scanned.filter(([text]) => text.includes('={'))) {
      page.report('viewer', `EventCatalog's scan reads only quoted values: ${tag}`, page.lineOf(tag));
    }
  }
}

// --- files that pages name ----------------------------------------------------------------------------------------

const PARSERS = { json: JSON.parse, avro: JSON.parse, avsc: JSON.parse, yml: loadYaml4, yaml: loadYaml4 };

function checkFile(page, file, what) {
  const target = path.join(page.folder, file);
  if (!fs.existsSync(target)) {
    page.report('file', `${what}: ${file} does not exist`, page.lineOf(file));
    return;
  }
  try {
    PARSERS[path.extname(file).slice(1)]?.(fs.readFileSync(target, 'utf8'));
  } catch (error) {
    page.report('file', `${what}: ${file}: ${error.message.split('\n')[0]}`, page.lineOf(file));
  }
}

function checkFiles(page, elements) {
  const { schemaPath, schemas, specifications } = page.frontmatter;
  if (schemaPath) checkFile(page, schemaPath, 'schemaPath');
  for (const { file, path: older, ref } of Array.isArray(schemas) ? schemas : []) {
    const named = file ?? older ?? (ref?.startsWith('file://') ? ref.slice('file://'.length) : null);
    if (named) checkFile(page, named, 'schemas');
  }
  const listed = Array.isArray(specifications) ? specifications.map((item) => item.path) : Object.values(specifications ?? {});
  listed.filter((file) => file && !/^https?:\/\//.test(file)).forEach((file) => checkFile(page, file, 'specifications'));
  for (const { type, props } of elements) {
    if (!['Schema', 'SchemaViewer', 'File', 'MermaidFileLoader'].includes(type)) continue;
    if (props.file) checkFile(page, props.file, `<${type}>`);
    else if (type !== 'SchemaViewer') page.report('file', `<${type}> names no file`, page.lineOf(`<${type}`));
    else if (!schemaPath && !schemas) page.report('file', `<${type}> has no schema to show`, page.lineOf(`<${type}`));
  }
}

// --- links --------------------------------------------------------------------------------------------------------

const PUBLISHED = ['agents', 'events', 'commands', 'services', 'domains', 'flows', 'pages', 'changelogs', 'queries'];
PUBLISHED.push('channels', 'ubiquitousLanguages', 'dependencies');
const MESSAGES = ['events', 'commands', 'queries'];
const FIXED = ['/', '/schemas/explorer', '/llms.txt', '/llms-full.txt', '/docs/llm/llms.txt'];
FIXED.push('/docs/llm/llms-full.txt', '/directory/users', '/directory/teams', '/visualiser/context-map');
for (const type of ['agents', 'adrs', 'domains', 'services', 'external-systems', 'flows', 'containers', 'data-products']) {
  FIXED.push(`/discover/${type}`);
}
MESSAGES.forEach((type) => FIXED.push(`/discover/${type}`));

// Where EventCatalog serves a file that is no page: from the last folder on that is named after a collection.
function publishedAt(name) {
  const parts = name.split('/');
  if (parts[0] === 'public') return `/${parts.slice(1).join('/')}`;
  if (!PUBLISHED.includes(parts[0])) return null;
  return `/generated/${parts.slice(parts.findLastIndex((part, index) => index < parts.length - 1 && PUBLISHED.includes(part))).join('/')}`;
}

function routesOf({ collection: type, frontmatter, folder, changelogs }) {
  const { id, version, schemaPath, schemas, visualiser, hidden } = frontmatter;
  if (hidden) return [];
  if (type === 'users' || type === 'teams') return ['', '.md', '.mdx'].map((end) => `/docs/${type}/${id}${end}`);
  if (type === 'diagrams') return [`/diagrams/${id}/${version}`];
  const page = `/docs/${type}/${id}/${version}`;
  const routes = type === 'adrs' ? [page] : [`/docs/${type}/${id}`, page, `${page}.md`, `${page}.mdx`];
  if (changelogs && !['adrs', 'channels', 'entities', 'data-products'].includes(type)) routes.push(`${page}/changelog`);
  if (!['adrs', 'channels', 'entities'].includes(type) && visualiser !== false) {
    routes.push(`/visualiser/${type}/${id}/${version}`);
    if (type !== 'agents') routes.push(`/visualiser/${type}/${id}/${version}.mermaid`);
    if (['events', 'services', 'commands', 'domains', 'containers'].includes(type)) routes.push(`/visualiser/${type}/${id}`);
    if (type === 'domains' && frontmatter.entities) routes.push(`/visualiser/${type}/${id}/${version}/entity-map`);
  }
  if (type === 'services' || type === 'domains') routes.push(`/architecture/${type}/${id}/${version}`);
  const language = path.join(folder, 'ubiquitous-language.mdx');
  if (type === 'domains' && fs.existsSync(language)) {
    const { dictionary } = parseFrontmatter(fs.readFileSync(language, 'utf8')).frontmatter;
    routes.push(`/docs/domains/${id}/language`, ...(dictionary ?? []).map((term) => `/docs/domains/${id}/language/${term.id}`));
  }
  if (MESSAGES.includes(type)) {
    routes.push(`${page}/field-lineage`);
    if (schemaPath || schemas) routes.push(`/schemas/${type}/${id}/${version}`);
    const examples = path.join(folder, 'examples');
    const shown = fs.existsSync(examples) ? filesBelow(examples).filter((name) => !/^examples\.config\./.test(name)) : [];
    shown.forEach((name) => routes.push(`${page}/examples/${name}`));
  }
  return routes;
}

function showsChangelogs(root) {
  const config = path.join(root, 'eventcatalog.config.js');
  return fs.existsSync(config) && /\bchangelog:\s*\{\s*enabled:\s*true/.test(fs.readFileSync(config, 'utf8'));
}

function routesIn(root, names, pages) {
  const changelogs = showsChangelogs(root);
  const resources = pages.filter(({ collection }) => RESOURCES.includes(collection));
  const published = names.filter((name) => !/\.mdx?$|(^|\/)(package\.json|Dockerfile)$|\.(c4|likec4)$/.test(name)).map(publishedAt);
  return new Set([...FIXED, ...published.filter((route) => route), ...resources.flatMap((page) => routesOf({ ...page, changelogs }))]);
}

function reached(routes, href) {
  const [pathname] = href.split(/[?#]/);
  try {
    const plain = decodeURIComponent(pathname);
    return routes.has(plain) || routes.has(plain.replace(/(?<=.)\/$/, ''));
  } catch {
    return false;
  }
}

function checkLink(page, routes, anchors, { type, href }) {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) return;
  const fail = (why) => page.report('link', `${href} ${why}`, page.lineOf(href));
  if (href.startsWith('#')) {
    if (!anchors.has(decodeURIComponent(href.slice(1)))) fail('is not on this page');
  } else if (href.startsWith('/')) {
    if (!reached(routes, href)) fail('leads nowhere');
  } else if (type === 'img') {
    if (!fs.existsSync(path.join(page.folder, href))) fail('does not exist');
  } else if (type !== 'Tile' && type !== 'Link') {
    fail('is relative: where it leads depends on the server');
  } else if (!reached(routes, `/${href}`)) fail('leads nowhere');
}

function checkLinks(page, routes, elements) {
  const anchors = new Set(elements.map(({ props }) => props.id).filter((id) => id));
  const links = elements.flatMap(({ type, props }) =>
    [props.href, props.src].filter((href) => typeof href === 'string').map((href) => ({ type, href }))
  );
  const attached = Array.isArray(page.frontmatter.attachments) ? page.frontmatter.attachments : [];
  attached.forEach((item) => links.push({ type: 'Link', href: item.url ?? item }));
  links.forEach((link) => checkLink(page, routes, anchors, link));
}

// --- references in the body ---------------------------------------------------------------------------------------

const PLURAL = { query: 'queries', entity: 'entities' };
const REFERRING = ['ResourceRef', 'ResourceLink', 'NodeGraph', 'Flow', 'EntityMap'];

function checkReferences(page, pages, elements) {
  for (const { type, props } of elements.filter((item) => REFERRING.includes(item.type))) {
    const id = type === 'ResourceRef' ? textOf(props.children) : props.id;
    if (!id || props.type === 'doc') continue;
    const kind = type === 'Flow' ? 'flow' : props.type;
    const found = pages.some(
      ({ collection, frontmatter }) =>
        frontmatter.id === id &&
        (!kind || collection === (PLURAL[kind] ?? `${kind}s`)) &&
        (!props.version || props.version === 'latest' || frontmatter.version === props.version)
    );
    const wanted = [kind, id, props.version].filter((part) => part).join(' ');
    if (!found) page.report('reference', `<${type}>: there is no ${wanted}`, page.lineOf(id));
  }
}

// The graph of a data product takes every input for something that it has found (utils/node-graphs, 3.48).
function checkInputs(page, pages) {
  if (page.collection !== 'data-products' || page.four) return;
  for (const { id, version } of page.frontmatter.inputs ?? []) {
    const found = pages.some(
      ({ collection, frontmatter }) =>
        [...MESSAGES, 'services', 'containers', 'channels'].includes(collection) &&
        frontmatter.id === id &&
        (!version || frontmatter.version === version)
    );
    if (!found) page.report('inputs', `EventCatalog dies of the input ${id}, which is no message, service, data store or channel`);
  }
}

// --- all of it ----------------------------------------------------------------------------------------------------

async function checkCatalog(root, four) {
  const names = filesBelow(root);
  const pages = names.filter(isPage).map((name) => readPage(root, name, four));
  const routes = routesIn(root, names, pages);
  checkDuplicates(pages);
  for (const page of pages.filter(({ content }) => content !== undefined)) {
    checkReadings(page);
    await checkFrontmatter(page);
    const elements = page.name.endsWith('.mdx') ? await renderPage(page) : [];
    const rendered = elements.length > 0;
    checkProps(page, elements);
    checkInputs(page, pages);
    checkFiles(page, elements);
    if (rendered) checkViewers(page, elements);
    checkLinks(page, routes, elements);
    checkReferences(page, pages, elements);
  }
  return { pages: pages.length, routes: [...routes].sort(), problems: pages.flatMap(({ problems }) => problems) };
}

const results = {};
const given = process.argv.slice(2);
const fours = given.includes('--four') ? given.slice(given.indexOf('--four') + 1) : [];
for (const catalog of given.filter((argument) => argument !== '--four')) {
  results[catalog] = await checkCatalog(path.resolve(catalog), fours.includes(catalog));
}
process.stdout.write(`${JSON.stringify(results, null, 1)}\n`);
