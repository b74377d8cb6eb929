// Where the top-level nodes of MDX stand, as EventCatalog's own chain of parsers sees them.
// stdin: [text, ...]; stdout: [[{type, first, last}, ...] | {error}, ...], lines counted from 1.
import { text } from 'node:stream/consumers';
import remarkComment from 'remark-comment';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

const parser = unified()
  .use(remarkParse)
  .use(remarkMdx)
  .use(remarkGfm)
  .use(remarkDirective)
  .use(remarkComment, { ast: true })
  .freeze();

const topLevel = (source) => {
  try {
    return parser.parse(source).children.map(({ type, depth, name, position }) => ({
      type,
      depth,
      name,
      first: position.start.line,
      last: position.end.line,
    }));
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
};

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(topLevel)));
