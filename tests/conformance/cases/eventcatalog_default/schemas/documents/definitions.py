from texts import DOCUMENTS

from catalog_gen import Badge, CustomDoc

ROWS = [
    ("platform/01-architecture-overview", "dboyne", "Overview", "blue"),
    ("platform/02-domain-map", "dboyne", "Architecture", "purple"),
    ("platform/03-systems-map", "dboyne", "Systems", "gray"),
    ("platform/04-data-ownership", "dboyne", "Data", "green"),
    ("platform/05-eventing-model", "dboyne", "Contracts", "orange"),
    ("domains/01-catalog-and-search", "product-platform", "Domain guide", "blue"),
    ("domains/02-shopping-and-promotions", "shopping-platform", "Domain guide", "blue"),
    ("domains/03-ordering-and-checkout", "ordering-platform", "Domain guide", "red"),
    ("domains/04-payments-and-fraud", "payments-platform", "Domain guide", "red"),
    ("domains/05-fulfilment-and-shipping", "fulfilment-platform", "Domain guide", "blue"),
    ("domains/06-customer-and-identity", "customer-platform", "Domain guide", "blue"),
    ("domains/07-reviews-and-ratings", "reviews-platform", "Domain guide", "purple"),
    ("flows/01-place-an-order", "ordering-platform", "Flow", "orange"),
    ("flows/02-checkout-saga", "ordering-platform", "Flow", "orange"),
    ("flows/03-product-search-indexing", "search-platform", "Flow", "orange"),
    ("flows/04-review-submission", "reviews-platform", "Flow", "orange"),
    ("operations/01-team-ownership", "dboyne", "Operations", "gray"),
    ("operations/02-change-management", "dboyne", "Operations", "gray"),
    ("operations/03-governance-model", "platform-governance", "Standard", "gray"),
    ("operations/04-contract-standards", "platform-governance", "Standard", "orange"),
    ("operations/05-event-design-standards", "platform-governance", "Standard", "blue"),
    ("operations/06-operational-readiness", "platform-governance", "Standard", "green"),
    ("operations/07-review-and-change-workflow", "platform-governance", "Standard", "purple"),
]
documents = [
    CustomDoc(path, **DOCUMENTS[path], owners=[owner], badges=[Badge(badge, color)])
    for path, owner, badge, color in ROWS
]
