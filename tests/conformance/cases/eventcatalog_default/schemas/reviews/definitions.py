from schemas.shared import code, container, kafka, node, optional, postgres, required, sets_off, somebody, step, to
from texts import RESOURCES

from catalog_gen import (
    Badge,
    Command,
    Container,
    Defaults,
    Domain,
    Entity,
    Event,
    Flow,
    Query,
    Receives,
    Service,
    Specification,
)

team = Defaults(owners=["reviews-platform"], schema_path="{id}.json")
messages = Defaults(team, badges=kafka)

review_database = Container(
    "review-database",
    **RESOURCES["review-database"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="internal",
    retention="indefinite",
    residency="eu-west-1",
    extensions={"x-backup-policy": {"frequency": "hourly", "retention-days": 35, "cross-region": True}},
    defaults=postgres,
)
rating_cache = Container(
    "rating-cache",
    **RESOURCES["rating-cache"],
    container_type="cache",
    technology="redis@7",
    authoritative=False,
    access_mode="readWrite",
    classification="internal",
    retention="transient",
    residency="eu-west-1",
    defaults=container,
)

submitted = Event(
    "review-submitted",
    **RESOURCES["review-submitted"],
    extensions={
        "x-data-classification": "internal",
        "x-retention-days": 2555,
        "x-downstream-uses": ["moderation", "rating-aggregation"],
    },
    defaults=messages,
)
flagged = Event("review-flagged", **RESOURCES["review-flagged"], defaults=messages)
voted = Event("review-helpful-voted", **RESOURCES["review-helpful-voted"], defaults=messages)
published = Event("review-published", **RESOURCES["review-published"], defaults=messages)
rejected = Event("review-rejected", **RESOURCES["review-rejected"], defaults=messages)
rating_updated = Event("rating-updated", **RESOURCES["rating-updated"], defaults=messages)

submit = Command("submit-review", **RESOURCES["submit-review"], defaults=messages)
flag = Command("flag-review", **RESOURCES["flag-review"], defaults=messages)
vote = Command("vote-review-helpful", **RESOURCES["vote-review-helpful"], defaults=messages)
get_reviews = Query(
    "get-product-reviews",
    **RESOURCES["get-product-reviews"],
    extensions={"x-cacheable": True, "x-latency-slo-ms": 200},
)

review_api = Service(
    "review-api",
    **RESOURCES["review-api"],
    **code("TypeScript", "review-api"),
    receives=[
        Receives(submit, triggers=sets_off("review-api", "submit-review", "review-submitted")),
        Receives(flag, triggers=sets_off("review-api", "flag-review", "review-flagged")),
        Receives(vote, triggers=sets_off("review-api", "vote-review-helpful", "review-helpful-voted")),
        get_reviews,
    ],
    sends=[submitted, flagged, voted],
    writes_to=[review_database],
    reads_from=[review_database, rating_cache],
    extensions={"x-operational-tier": 1, "x-scrum-masters": ["David", "Andrew"]},
)
moderation_worker = Service(
    "review-moderation-worker",
    **RESOURCES["review-moderation-worker"],
    **code("TypeScript", "review-moderation-worker"),
    receives=[
        Receives(
            submitted,
            triggers=sets_off("review-moderation-worker", "review-submitted", "review-published", "review-rejected"),
        ),
        flagged,
    ],
    sends=[published, rejected],
    writes_to=[review_database],
    reads_from=[review_database],
)
rating_aggregator = Service(
    "rating-aggregator",
    **RESOURCES["rating-aggregator"],
    **code("Go", "rating-aggregator"),
    receives=[published],
    sends=[rating_updated],
    writes_to=[rating_cache],
    reads_from=[review_database, rating_cache],
)

SUBMISSION = "review-submission"
submission = Flow(
    SUBMISSION,
    **RESOURCES[SUBMISSION],
    steps=[
        step(SUBMISSION, "customer_submits", "review_api", actor=somebody(SUBMISSION, "customer_submits")),
        step(SUBMISSION, "review_api", "review_database", service=review_api),
        step(SUBMISSION, "review_database", "review_submitted", container=review_database),
        step(SUBMISSION, "review_submitted", "moderation_worker", message=submitted),
        step(SUBMISSION, "moderation_worker", "review_published", "review_rejected", service=moderation_worker),
        step(SUBMISSION, "review_published", "rating_aggregator", message=published),
        step(SUBMISSION, "review_rejected", "rejected_outcome", message=rejected),
        step(SUBMISSION, "rating_aggregator", "rating_cache", service=rating_aggregator),
        step(SUBMISSION, "rating_cache", "published_outcome", container=rating_cache),
        step(
            SUBMISSION,
            "published_outcome",
            custom=node(SUBMISSION, "published_outcome", "Outcome", "green", "StarIcon"),
        ),
        step(
            SUBMISSION,
            "rejected_outcome",
            custom=node(SUBMISSION, "rejected_outcome", "Outcome", "red", "NoSymbolIcon"),
        ),
    ],
    extensions={
        "x-business-capability": "customer-reviews",
        "x-success-metrics": {"publication-target": "5m", "moderation-pass-rate": 0.95},
    },
)

review = Entity(
    "review",
    **RESOURCES["review"],
    aggregate_root=True,
    identifier="reviewId",
    properties=[
        required("review", "reviewId", "UUID"),
        required("review", "productId", "string", **to("product", "reviews", "productId")),
        required("review", "customerId", "string", **to("customer-profile", "writtenBy", "customerId")),
        required("review", "rating", "integer"),
        optional("review", "title", "string"),
        required("review", "body", "string"),
        required("review", "status", "string", enum=["submitted", "published", "rejected"]),
        required("review", "submittedAt", "datetime"),
    ],
)
moderation_decision = Entity(
    "moderation-decision",
    **RESOURCES["moderation-decision"],
    identifier="moderationDecisionId",
    properties=[
        required("moderation-decision", "moderationDecisionId", "UUID"),
        required("moderation-decision", "reviewId", "UUID", **to(review, "decides", "reviewId")),
        required("moderation-decision", "outcome", "string", enum=["published", "rejected"]),
        required("moderation-decision", "decidedAt", "datetime"),
    ],
)
rating_summary = Entity(
    "rating-summary",
    **RESOURCES["rating-summary"],
    identifier="productId",
    properties=[
        required("rating-summary", "productId", "UUID", **to("product", "summarizes", "productId")),
        required("rating-summary", "averageRating", "decimal"),
        required("rating-summary", "reviewCount", "integer"),
        required("rating-summary", "updatedAt", "datetime"),
    ],
)
review_vote = Entity(
    "review-vote",
    **RESOURCES["review-vote"],
    identifier="voteId",
    properties=[
        required("review-vote", "voteId", "UUID"),
        required("review-vote", "reviewId", "UUID", **to(review, "votesOn", "reviewId")),
        required("review-vote", "customerId", "UUID", **to("customer-profile", "submittedBy", "customerId")),
        required("review-vote", "votedAt", "datetime"),
    ],
)
review_flag = Entity(
    "review-flag",
    **RESOURCES["review-flag"],
    identifier="flagId",
    properties=[
        required("review-flag", "flagId", "UUID"),
        required("review-flag", "reviewId", "UUID", **to(review, "flags", "reviewId")),
        required("review-flag", "reason", "string"),
        required("review-flag", "flaggedAt", "datetime"),
    ],
)
reviews = Domain(
    "reviews",
    **RESOURCES["reviews"],
    services=[review_api, moderation_worker, rating_aggregator],
    entities=[review, moderation_decision, rating_summary, review_vote, review_flag],
    flows=[submission],
    receives=[
        Receives(submit, triggers=sets_off("reviews", "submit-review", "review-submitted")),
        flag,
        vote,
        get_reviews,
    ],
    sends=[submitted, published, rejected, flagged, voted, rating_updated],
    specifications=[
        Specification("openapi.yml", type="openapi", name="Review API"),
        Specification("asyncapi.yml", type="asyncapi", name="Reviews Eventing"),
    ],
    badges=[Badge("Supporting domain", "blue", icon="RectangleGroupIcon")],
    defaults=team,
)
