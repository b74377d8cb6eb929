from schemas.shared import code, core, http, internal, kafka, optional, postgres, required, sets_off, to
from texts import ACTORS, LABELS, RESOURCES, TERMS

from catalog_gen import (
    Actor,
    Badge,
    Command,
    Container,
    Defaults,
    Domain,
    Entity,
    Event,
    Query,
    Receives,
    Relationship,
    Service,
    Specification,
    System,
    Term,
)

team = Defaults(owners=["customer-platform"], schema_path="{id}.json")
events = Defaults(team, badges=kafka)

# --- Customer management -------------------------------------------------------------------------------------------

customer_database = Container(
    "customer-database",
    **RESOURCES["customer-database"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="confidential",
    retention="indefinite",
    residency="eu-west-1",
    defaults=postgres,
)
registered = Event("customer-registered", **RESOURCES["customer-registered"], defaults=events)
updated = Event("customer-updated", **RESOURCES["customer-updated"], defaults=events)
register = Command(
    "register-customer", **RESOURCES["register-customer"], **http("POST", "/customers", "201", "400", "409")
)
update = Command(
    "update-customer", **RESOURCES["update-customer"], **http("PATCH", "/customers/{customerId}", "200", "400", "404")
)
customer_api = Service(
    "customer-api",
    **RESOURCES["customer-api"],
    **code("TypeScript", "customer-api"),
    receives=[
        Receives(register, triggers=sets_off("customer-api", "register-customer", "customer-registered")),
        Receives(update, triggers=sets_off("customer-api", "update-customer", "customer-updated")),
        Query("get-customer", **RESOURCES["get-customer"], **http("GET", "/customers/{customerId}", "200", "404")),
    ],
    sends=[registered, updated],
    writes_to=[customer_database],
    reads_from=[customer_database],
    specifications=[Specification("CustomerAPI/openapi.yml", type="openapi", name="Customer API")],
)
customer_management_system = System(
    "customer-management-system",
    **RESOURCES["customer-management-system"],
    services=[customer_api],
    containers=[customer_database],
    relationships=[Relationship("identity-provider", LABELS["customer-management-system"]["identity-provider"])],
    actors=[
        Actor("customer", **ACTORS["customer-management-system"]["customer"], direction="inbound"),
        Actor("support-agent", **ACTORS["customer-management-system"]["support-agent"], direction="inbound"),
    ],
    badges=internal,
)

# --- Who somebody is -----------------------------------------------------------------------------------------------

user_directory = Container(
    "user-directory",
    **RESOURCES["user-directory"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="regulated",
    retention="indefinite",
    residency="eu-west-1",
    defaults=postgres,
)
oauth_api = Service(
    "oauth-api",
    **RESOURCES["oauth-api"],
    **code("TypeScript", "oauth-api"),
    receives=[
        Command(
            "authenticate-customer",
            **RESOURCES["authenticate-customer"],
            **http("POST", "/oauth/token", "200", "400", "401"),
        )
    ],
    sends=[Event("customer-authenticated", **RESOURCES["customer-authenticated"], defaults=events)],
    reads_from=[user_directory],
)
identity_provider = System(
    "identity-provider",
    **RESOURCES["identity-provider"],
    scope="external",
    services=[oauth_api],
    containers=[user_directory],
    relationships=[Relationship(customer_management_system, LABELS["identity-provider"]["customer-management-system"])],
    actors=[Actor("customer", **ACTORS["identity-provider"]["customer"], direction="inbound")],
    badges=[Badge("Identity", "purple", icon="LockClosedIcon")],
)

# --- The business --------------------------------------------------------------------------------------------------

customer_profile = Entity(
    "customer-profile",
    **RESOURCES["customer-profile"],
    aggregate_root=True,
    identifier="customerId",
    properties=[
        required("customer-profile", "customerId", "UUID"),
        required("customer-profile", "email", "string"),
        optional("customer-profile", "displayName", "string"),
        required("customer-profile", "status", "string"),
    ],
    extensions={
        "x-contains-personal-data": True,
        "x-data-steward": "customer-data-governance",
        "x-subject-access-request-fields": ["email", "displayName"],
    },
)
customer_account = Entity(
    "customer-account",
    **RESOURCES["customer-account"],
    aggregate_root=True,
    identifier="accountId",
    properties=[
        required("customer-account", "accountId", "UUID"),
        required("customer-account", "customerId", "UUID", **to(customer_profile, "belongsTo", "customerId")),
        required("customer-account", "provider", "string"),
        required("customer-account", "status", "string"),
    ],
)
authentication_session = Entity(
    "authentication-session",
    **RESOURCES["authentication-session"],
    identifier="sessionId",
    properties=[
        required("authentication-session", "sessionId", "UUID"),
        required("authentication-session", "accountId", "UUID", **to(customer_account, "belongsTo", "accountId")),
        required("authentication-session", "authenticatedAt", "datetime"),
        required("authentication-session", "expiresAt", "datetime"),
    ],
)
customer_address = Entity(
    "customer-address",
    **RESOURCES["customer-address"],
    identifier="addressId",
    properties=[
        required("customer-address", "addressId", "UUID"),
        required("customer-address", "customerId", "UUID", **to(customer_profile, "belongsTo", "customerId")),
        required("customer-address", "countryCode", "string"),
        required("customer-address", "postalCode", "string"),
    ],
)
customer = Domain(
    "customer",
    **RESOURCES["customer"],
    systems=[customer_management_system, identity_provider],
    entities=[customer_profile, customer_account, authentication_session, customer_address],
    ubiquitous_language=[
        Term(term, **TERMS["customer"][term], icon=icon)
        for term, icon in {
            "Customer": "User",
            "Identity": "Fingerprint",
            "Authentication": "LockKeyhole",
            "Credential": "KeyRound",
            "Account Status": "Workflow",
            "User Directory": "Users",
        }.items()
    ],
    badges=core,
    defaults=team,
)
