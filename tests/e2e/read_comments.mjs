// What sites make of a review's comment: Mermaid's own parser reads the graphs, remark with GFM the comments.
// stdin: {"graphs": [text, ...], "comments": [text, ...]}
// stdout: {"graphs": [{nodes: [label, ...], edges: [[from, to, label], ...]}, ...], "links": [[url, ...], ...]}
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';

const given = JSON.parse(readFileSync(0, 'utf8'));

globalThis.window = new JSDOM('').window; // Mermaid cleans labels with what a browser has
globalThis.document = window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ securityLevel: 'strict' }); // as GitHub does

async function drawn(graph) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(graph);
  const nodes = [...db.getVertices().values()].map(({ id, text }) => [id, text]);
  return { nodes, edges: db.getEdges().map(({ start, end, text }) => [start, end, text]) };
}

function links(comment) {
  const found = [];
  const tree = fromMarkdown(comment, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  visit(tree, ['link', 'image', 'linkReference', 'imageReference', 'definition', 'footnoteReference'], (node) => {
    found.push(node.url ?? node.identifier);
  });
  return found;
}

const graphs = [];
for (const graph of given.graphs) graphs.push(await drawn(graph));
process.stdout.write(JSON.stringify({ graphs, links: given.comments.map(links) }));
