// How EventCatalog shows the sample. The pages themselves are written by `catalog-gen build`.

/** @type {import('@eventcatalog/core/bin/eventcatalog.config').Config} */
export default {
  cId: '4f8b7c52-9d1e-4c0a-8a36-2b7e5f01d9c4',
  title: 'Acme shop',
  tagline: 'What happens in the shop, who says so, and who listens',
  organizationName: 'Acme',
  homepageLink: 'https://shop.acme.example.com',
  logo: {
    alt: 'Acme shop',
    src: '/acme-shop.svg',
    text: 'Acme shop',
  },

  output: 'static',
  base: '/',
  trailingSlash: false,

  // EventCatalog 3.48 fails to build the changelog of an agent, and there are agents here; each page has a history.
  changelog: { enabled: false },
  // Find what a page says, not only what it is called.
  search: { type: 'indexed' },
  // A channel that carries ten messages is one node in a diagram, not ten.
  visualiser: { channels: { renderMode: 'single' } },
  rss: { enabled: false },
  llmsTxt: { enabled: true },
};
