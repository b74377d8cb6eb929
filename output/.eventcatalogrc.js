// Rules of eventcatalog-linter. It reads this file only in this form: named exports, no default one.

export const rules = {
  // Without these two, missing fields and wrong types are found and then not reported.
  'schema/valid-type': 'error',
  'schema/validation-error': 'error',
};

export const overrides = [
  // People and teams need no summary: EventCatalog shows none for people.
  { files: ['users/**', 'teams/**'], rules: { 'best-practices/summary-required': 'off' } },
];
