// What readers see: compiles MDX with EventCatalog's own chain of plugins, runs it, and prints what it shows.
// stdin: {"mdx": [text, ...], "yaml": [text, ...], "meta": [text, ...]}
// stdout: {"mdx": [{tree} | {error}, ...], "yaml": [{parser: value}, ...], "meta": [title, ...]}
// A tree is a string or [tag, properties, children]. Run it from a folder below node_modules.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { evaluate, nodeTypes } from '@mdx-js/mdx';
import { transform } from 'esbuild';
import rehypeRaw from 'rehype-raw';
import rehypeSlug from 'rehype-slug';
import remarkComment from 'remark-comment';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkSmartypants from 'remark-smartypants';
import { visit } from 'unist-util-visit';
import { MetaOptions } from '@expressive-code/core';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
let workspace = here;
while (!fs.existsSync(path.join(workspace, 'node_modules/@eventcatalog/core'))) workspace = path.dirname(workspace);
const core = path.join(workspace, 'node_modules/@eventcatalog/core/eventcatalog');

async function plugin(name, exported) {
  const source = fs.readFileSync(path.join(core, 'src/remark-plugins', `${name}.ts`), 'utf8');
  const file = path.join(here, `${name}.mjs`);
  fs.writeFileSync(file, (await transform(source, { loader: 'ts' })).code);
  return (await import(file))[exported];
}

const keepMeta = () => (tree) => visit(tree, 'element', (node) => {
  if (node.tagName === 'code' && node.data?.meta) node.properties.metastring = node.data.meta;
});

// As in core's astro.config.mjs; gfm and smartypants come first, see @astrojs/mdx/dist/plugins.js.
const remarkPlugins = [
  remarkGfm,
  remarkSmartypants,
  remarkDirective,
  await plugin('directives', 'remarkDirectives'),
  remarkComment,
  await plugin('resource-ref', 'remarkResourceRef'),
];
const rehypePlugins = [keepMeta, [rehypeRaw, { passThrough: nodeTypes }], rehypeSlug];

const Fragment = 'fragment';
const jsx = (tag, { children, ...properties }) => ({ tag, properties, children: [children].flat(Infinity) });
const shown = (node) => (typeof node === 'object' ? [node.tag, node.properties, children(node)] : String(node));
const children = (node) =>
  node.children.filter((child) => child !== null && child !== undefined && typeof child !== 'boolean').map(shown);
// Components are shown by their names; what a page imports is given to it, too.
const componentsIn = (text) => Object.fromEntries([...text.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => [name, name]));

async function render(text) {
  try {
    const options = { Fragment, jsx, jsxs: jsx, remarkPlugins, rehypePlugins, elementAttributeNameCase: 'html' };
    const { default: content } = await evaluate(text, { ...options, baseUrl: import.meta.url });
    return { tree: shown(jsx(Fragment, { children: content({ components: componentsIn(text) }) })) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

const parsers = {
  'js-yaml 3': createRequire(require.resolve('gray-matter'))('js-yaml').safeLoad,
  'js-yaml 4': require('js-yaml').load,
  'yaml 2': require('yaml').parse,
  'gray-matter': (text) => require('gray-matter')(`---\n${text}---\n`, {}).data,
};

function load(text) {
  const attempt = (parse) => {
    try {
      return parse(text);
    } catch (error) {
      return { error: String(error.message ?? error) };
    }
  };
  return Object.fromEntries(Object.entries(parsers).map(([name, parse]) => [name, attempt(parse)]));
}

process.stdin.setEncoding('utf8');
let stdin = '';
for await (const chunk of process.stdin) stdin += chunk;
const asked = JSON.parse(stdin);
const answer = { mdx: [], yaml: [], meta: [] };
for (const text of asked.mdx ?? []) answer.mdx.push(await render(text));
for (const text of asked.yaml ?? []) answer.yaml.push(load(text));
for (const text of asked.meta ?? []) answer.meta.push(new MetaOptions(text).getString('title') ?? null);
process.stdout.write(JSON.stringify(answer));
