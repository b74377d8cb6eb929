# ruff: noqa: E501 - one line for one subject
"""Real-looking texts for names. Nobody's data: example.com, numbers and addresses that are reserved for documentation.

Of names, the longest end that is known counts: `billing_postal_code` -> `postal_code`. What fits first is taken, where
limits want a shorter or another text, one after a `~`. Of several elements, the first takes the first text, and so on.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Choices = tuple[tuple[str, ...], ...]
"""Alternatives, each with the texts of the first, second, third element."""

_TEXTS: Final = """
email, mail, email_address, user_email: ada@example.com | grace@example.com | alan@example.org ~ a@example.com
phone, phone_number, telephone, mobile, fax, msisdn, mobile_number, tel: +1 555 0100 | +1 555 0101 | +1 555 0102 ~ +15550100 ~ 15550100
first_name, given_name, forename, given: Ada | Grace | Alan ~ Al
last_name, family_name, surname: Lovelace | Hopper | Turing ~ Li
middle_name: King | Brewster | Mathison
full_name, customer_name, user_name_full, person_name, contact_name, recipient_name, author_name, employee_name, account_holder, cardholder_name, holder_name, cardholder, display_name, recipient, contact, author, owner_name, buyer_name, seller_name, driver_name, patient_name, student_name, guest_name, passenger_name, creator_name: Ada Lovelace | Grace Hopper | Alan Turing ~ Ada
user_name, username, login, nickname, nick_name, handle, user, account_name, actor_login, screen_name: ada.lovelace | grace.hopper | alan.turing ~ ada ~ ada-lovelace ~ adalovelace
owner, assignee, creator, created_by, updated_by, modified_by, changed_by, approved_by, requested_by, reviewer, editor, performed_by, submitted_by, cancelled_by, actor, principal, sender, receiver, operator, manager, operator_name, committer, maintainer, requester, by: ada.lovelace | grace.hopper | alan.turing ~ ada
company, company_name, organization, organisation, organization_name, employer, merchant_name, vendor_name, supplier_name, business_name, tenant_name, org, vendor, supplier, merchant, brand, manufacturer, publisher: Example Ltd | Acme GmbH | Example Works ~ Acme ~ acme
tenant, namespace, workspace, realm, partition_key, account, organisation_slug, organization_slug: acme | example | globex
salutation, honorific, prefix_title: Ms | Mr | Dr
gender, sex: female | male | diverse ~ f ~ F
initials: AL | GH | AT
street, street_address, address_line, address_line1, line1, street_line, street_name, address1, address_line_1, street_1, address_1, address: 12 Market Street | 5 Harbour Road | 8 Mill Lane ~ 12 High St
address_line2, line2, address2, address_line_2, street_2, address_2: Floor 3 | Building B | Flat 2
house_number, street_number, building_number, building, apartment: 12 | 5 | 8
city, town, locality, municipality, place: Berlin | Lyon | Utrecht ~ Ulm
district, county, borough, neighborhood, suburb: Mitte | Centre | Oost
state_name, province, region_name, state_province: Berlin | Rhône | Utrecht ~ BE
state_code, province_code, region_code: BE | RH | UT
region, aws_region, cloud_region: eu-central-1 | eu-west-1 | us-east-1 ~ EU
availability_zone, zone: eu-central-1a | eu-west-1b | us-east-1c ~ z1
zip, zip_code, postal_code, postcode, post_code, plz, postal, zipcode: 10115 | 69001 | 35110 ~ 101 15
country, country_code, nationality, country_iso, origin_country, country_of_origin: DE | FR | NL ~ DEU | FRA | NLD ~ 276 | 250 | 528 ~ Germany | France | Netherlands ~ de | fr | nl
country_name: Germany | France | Netherlands ~ DE
continent: Europe | Asia | Africa
currency, currency_code, ccy, base_currency, iso_currency, currency_iso: EUR | USD | GBP ~ 978 | 840 | 826 ~ eur | usd | gbp
currency_symbol: € | $ | £
language, lang, language_code, preferred_language, lang_code: en | de | fr ~ eng | deu | fra ~ en-GB
locale, culture: en-GB | de-DE | fr-FR ~ en_GB ~ en
timezone, time_zone, tz, zone_id: Europe/Berlin | Europe/Paris | UTC ~ UTC
utc_offset, timezone_offset, gmt_offset, zone_offset: +01:00 | +02:00 | +00:00
geo, geolocation, geo_location, geo_point, lat_lng, lat_lon, coordinates, coordinate: 52.520008,13.404954 | 45.764043,4.835659
airport, airport_code, iata, iata_code: BER | LYS | AMS
icao, icao_code: EDDB | LFLL | EHAM
airline, airline_name: Example Air | Another Air
airline_code: EX | AN
flight, flight_number, flight_no: EX123 | EX124 | EX125
passport, passport_number, passport_no: C01X00T47 | C01X00T48
ssn, social_security_number: 078-05-1120
url, link, website, homepage, web_site, web_url, site, permalink, href, uri, self, page, location_url: https://example.com/{thing-s}/1001 | https://example.com/{thing-s}/1002 | https://example.com/{thing-s}/1003 ~ https://example.com/ ~ https://example.com
callback_url, webhook_url, hook_url, webhook, callback, callback_uri, redirect_uri, redirect_url, notify_url, return_url: https://example.com/hooks/{thing} ~ https://example.com/hooks
image, image_url, picture, photo, thumbnail, thumbnail_url, photo_url, picture_url, icon_url, logo, logo_url, image_uri, cover, icon: https://example.com/images/{thing}.png | https://example.com/images/{thing}-2.png | https://example.com/images/{thing}-3.png ~ {thing}.png
avatar, avatar_url, gravatar: https://example.com/avatars/ada.png | https://example.com/avatars/grace.png ~ ada.png
schema_url, schema_uri, data_schema, dataschema, schema: https://example.com/schemas/{thing}.json ~ https://example.com/s
repository_full_name, repo_full_name, full_repository_name, project_full_name: acme/shop | acme/billing
repository_name, repo_name, repository, repo, project_name, project: shop | billing | shipping
package_name: example-package | another-package
ecosystem, package_manager, package_ecosystem: npm | pip | maven
git_url, clone_url, repository_url, repo_url: https://example.com/acme/{thing}.git ~ https://example.com
ssh_url: git@example.com:acme/shop.git
domain, domain_name: example.com | example.org | example.net
hostname, host_name, host, server_name, fqdn, server, node_name, machine, broker: app-1.example.com | app-2.example.com | app-3.example.com ~ app-1
endpoint, base_url, api_url: https://api.example.com/v1 | https://api.example.org/v1 ~ https://example.com
ip, ip_address, ip_addr, client_ip, remote_addr, ipv4, source_ip, remote_ip, peer_ip, server_ip, remote_address, ip_v4: 192.0.2.10 | 192.0.2.11 | 198.51.100.12 ~ 2001:db8::10
ipv6, ip_v6, ipv6_address: 2001:db8::10 | 2001:db8::11
cidr, subnet, network, ip_range: 192.0.2.0/24 | 198.51.100.0/24
mac, mac_address: 00:00:5e:00:53:01 | 00:00:5e:00:53:02
user_agent, agent, browser_user_agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 ~ Mozilla/5.0 ~ curl/8.5.0
browser: Firefox | Chrome | Safari
os, operating_system, platform, os_name: Linux | Windows | macOS ~ linux
device, device_type, device_name: mobile | desktop | tablet
client, application, app, app_name, application_name, client_name: web-shop | mobile-app | back-office ~ shop
service, service_name, producer, producer_name, origin_service, component, module, system, subsystem, origin_system, source_system, target_system, consumer, publisher_name, emitter: {thing}-service | billing-service | shipping-service ~ {thing} ~ svc
environment, env, stage, deployment_environment: production | staging | development ~ prod ~ dev
channel, sales_channel, order_channel: web | mobile | store
topic, topic_name, queue, queue_name, stream: {thing}.events | payments.events | shipments.events ~ events
exchange: {thing}s
http_method, method, request_method, verb: POST | GET | PUT
path, request_path, route, file_path, filepath, pathname: /{thing-s}/1001 | /{thing-s}/1002 | /{thing-s}/1003 ~ /
directory, folder, dir: /var/data/{thing-s} | /var/data/archive ~ data
file, filename, file_name, object_key, attachment_name, s3_key: {thing}-2026-03-14.csv | {thing}-2026-03-15.csv | {thing}-2026-03-16.csv ~ data.csv
bucket, bucket_name: example-{thing-s} ~ example
file_extension, extension: csv | json | pdf
content_type, mime_type, media_type, datacontenttype, data_content_type, mimetype: application/json | text/plain | application/pdf ~ text/csv
content_encoding, encoding, charset: utf-8 | gzip
sku, product_code, item_code, article_number, product_sku, item_sku, part_number, article_code, stock_code: TSHIRT-BLUE-M | MUG-WHITE | CAP-GREEN-L ~ SKU-1001 | SKU-1002 | SKU-1003 ~ 1001
product, product_name, item_name, article, article_name, item, product_title, goods, product_description: Blue T-shirt | White mug | Green cap ~ Mug | Cap | Pen
category, product_category, category_name: clothing | kitchen | accessories ~ home
department, department_name: Sales | Logistics | Finance
color, colour, color_name: blue | white | green ~ #1e90ff
hex_color, background_color: #1e90ff | #ffffff | #2e8b57
size, shirt_size: M | L | S
material: cotton | steel | wood
unit, uom, unit_of_measure, unit_of_measurement, measurement_unit: piece | kg | m ~ pcs ~ kg
weight_unit, mass_unit: kg | g
length_unit, dimension_unit, size_unit: cm | m
temperature_unit: celsius | C
warehouse, warehouse_name, location_name, store_name, store, depot, branch_name, facility, site_name, shop: Berlin North | Lyon East | Utrecht Port ~ Berlin
warehouse_code, location_code, store_code, site_code: BER-01 | LYS-02 | UTC-03 ~ BER
location: Berlin | Lyon | Utrecht
aisle, shelf, bin, rack, bin_location, shelf_location: A-12-3 | B-04-1 | C-07-2 ~ A12
carrier, shipping_carrier, courier, shipper: DHL | UPS | DPD
shipping_method, delivery_method, shipping_option: standard | express | pickup
tracking_number, tracking_code, tracking_id, tracking: JD0140001001 | JD0140001002
payment_method, payment_type, method_of_payment: card | invoice | transfer
payment_provider, provider, gateway, psp: example-pay | acme-pay
card_type, card_brand, card_network: visa | mastercard
card_number, pan, credit_card_number, credit_card: 4242424242424242 ~ 4242 4242 4242 4242
masked_card_number, masked_pan: **** **** **** 4242
last4, last_four, card_last4, last_4, last_four_digits, last_digits: 4242 | 1881
cvv, cvc: 123
expiry_month: 09
iban, account_iban: DE89370400440532013000 | FR1420041010050500013M02606 | GB82WEST12345698765432
bic, swift, swift_code, bic_code: COBADEFFXXX | BNPAFRPP ~ COBADEFF
bank, bank_name: Example Bank
account_number, bank_account: 0532013000 | 0500013026
sort_code, bank_code: 37040044 ~ 12-34-56
vat, vat_number, vat_id, tax_number, tax_id, vat_reg_no: DE123456789 | FR12345678901
ean, gtin, barcode, upc, ean13, gtin13: 4006381333931 | 5901234123457 ~ 036000291452 ~ 40063812
isbn, isbn13: 9780306406157 ~ 0306406152
issn: 2049-3630
order_number, order_no, order_ref, order_reference, order_code: ORD-10042 | ORD-10043 | ORD-10044 ~ 10042
invoice_number, invoice_no, invoice_reference: INV-2026-0042 | INV-2026-0043 ~ INV-0042 ~ 42
customer_number, customer_no, client_number: C-10042 | C-10043 ~ 10042
reference, reference_number, ref_number, external_reference, payment_reference, booking_reference, reference_code: REF-10042 | REF-10043 | REF-10044 ~ 10042
ref: refs/heads/main | refs/heads/next ~ main
base_ref, branch, default_branch, branch_name_git, master_branch, head_ref, target_branch, source_branch: main | next | feature ~ main
serial_number, serial, serial_no: SN-0001042 | SN-0001043 ~ 0001042
batch_number, lot_number, batch, lot: LOT-2026-014 | LOT-2026-015 ~ LOT-014
license_plate, plate, registration_number, plate_number: B-AL 1815
vin: 1M8GDM9AXKP042788
coupon, coupon_code, promo_code, voucher_code, discount_code, voucher, promotion_code: SPRING10 | WELCOME5
code: A100 | B200 | C300 ~ A1
error_code, failure_code, reason_code, decline_code, response_code: INSUFFICIENT_FUNDS | OUT_OF_STOCK ~ E1001 ~ E01
error, error_message, failure_message, failure_reason, error_description, failure, decline_reason, exception: The card was declined | The address is unknown | The item is out of stock ~ declined
exception_class, error_type, exception_type, exception_name: TimeoutError | ValueError
stack_trace, stacktrace, traceback: TimeoutError: no answer after 30 s ~ at main
reason, cancellation_reason, return_reason, reason_text, cancel_reason, reason_description, adjustment_reason: Requested by the customer | Damaged in transit | Sold out ~ damaged
comment, comments, note, notes, remark, remarks, memo, instructions, delivery_instructions, feedback, special_instructions: Please ring twice | Leave at the front desk | Fragile ~ Fragile
description, desc, details, info, long_description, short_description, abstract, overview, about, description_text: More about this {thing words} | More about that {thing words} | Another {thing words} ~ {thing words}
message, msg, text, body, content, log_message, message_text, body_text, status_message, notification: {Event words} | A first reply | A second reply ~ Looks good to me | A first reply | A second reply ~ Hello
summary, synopsis: {Event words} | A second one ~ More about this {thing words}
title, subject, headline, heading, subject_line: {Event words} | A second {thing words} | A third {thing words} ~ Example {thing words} ~ Title
question: How long does delivery take?
answer: Two working days
bio, biography: Writes programs for engines
quote: First things first
name, label_name, display, caption, label: Example {thing words} | Another {thing words} | Third {thing words} ~ {thing}
slug: example-{thing} | another-{thing} | third-{thing} ~ {thing}
keyword, tag, topic_tag, hashtag: new | sale | featured
label_text: new | sale | featured
role, user_role, member_role: admin | editor | viewer
permission, scope, privilege, grant: {thing}:read | {thing}:write ~ read
scopes: {thing}:read {thing}:write ~ read
group, group_name, team, team_name, squad: logistics | billing | support
job_title, occupation, profession, position_title: Engineer | Analyst | Operator
plan, tier, subscription_plan, plan_name, subscription, package: standard | premium | basic
segment, customer_segment, audience: retail | wholesale
campaign, campaign_name, utm_campaign: spring-2026
utm_source: newsletter
utm_medium: email
referrer, referer: https://example.com/
status, state, new_status, current_status, order_status, payment_status, new_state, current_state, status_text: {participle} | pending | closed ~ active ~ ACTIVE ~ OK ~ A
old_status, previous_status, from_status, old_state, previous_state, from_state: pending | open ~ P
outcome, result, conclusion, verdict, status_description: success | failure
action, operation, op, command, activity, change_type: {participle} | updated | deleted ~ created
priority, urgency: normal | high | low
severity, level, log_level, severity_text, severity_level: info | warning | error ~ INFO
type, kind, sub_type, subtype: standard | express | basic ~ A
category_code: A1 | B2
event_type, event_name, message_type, message_name, event, event_kind: {Event} | {Event}Again ~ created
specversion, spec_version: 1.0
version, schema_version, event_version, api_version, app_version, software_version, release, sdk_version, service_version, product_version, library_version, client_version, tag_name: 1.0.0 | 1.1.0 | 2.0.0 ~ 1.0 ~ 1 ~ v1
source, event_source, origin: /{thing}-service | /billing-service ~ https://example.com/{thing-s} ~ web
target, destination: /shipping-service | /billing-service ~ web
traceparent, trace_parent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
tracestate, trace_state: vendor=00f067aa0ba902b7
trace_id: 4bf92f3577b34da6a3ce929d0e0e4736
span_id: 00f067aa0ba902b7 | 53995c3f42cd8ad8
parent_span_id, parent_id_span: 53995c3f42cd8ad8
hash, checksum, digest, sha256, content_hash, signature_hash, sha_256, file_hash: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ~ da39a3ee5e6b4b0d3255bfef95601890afd80709 ~ d41d8cd98f00b204e9800998ecf8427e ~ e3b0c442
sha, sha1, commit, commit_sha, revision, head_sha, base_sha, commit_hash, git_sha, commit_id, sha_1, git_commit: da39a3ee5e6b4b0d3255bfef95601890afd80709 | 4b825dc642cb6eb9a060e54bf8d69288fbee4904 ~ e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ~ da39a3e
md5: d41d8cd98f00b204e9800998ecf8427e
etag, e_tag: "5d41402abc4b2a76" ~ 5d41402a
fingerprint: 9f86d081884c7d65 ~ 9f86
signature, mac_signature: c2FtcGxlLXNpZ25hdHVyZQ== ~ c2Fy
token, access_token, refresh_token, id_token, api_key, secret, password, credential, csrf_token, session_token, client_secret, auth_token: example-not-a-secret ~ example
cursor, next_token, page_token, next_page_token, continuation_token, next_cursor: eyJvZmZzZXQiOjUwfQ== ~ b2Zmc2V0
nonce, salt: 5d41402abc4b2a76 ~ 5d41
cron, schedule, cron_expression: 0 6 * * 1
weekday, day_of_week, day_name: monday | tuesday
month_name: March | April
quarter: 2026-Q1
season: spring | autumn
genre: fiction | science
vehicle, vehicle_type: van | bike | truck
model, model_name, device_model: X200 | X300
make: Example Motors
temperature_text: 21.5
node_id: MDEyOk9yZ2FuaXphdGlvbjE=
regex, pattern, regular_expression: ^[a-z]+$
query, search_query, search_term, q: blue shirt | white mug
sql, statement: SELECT 1
key, attribute, attribute_name, property_name, field, field_name, parameter, column, metric_name, param: color | size | weight ~ k
amount_value, price_value, total_value, cost_value, fee_value, balance_value, money_value: 19.99 | 42.50 | 5.00
value, val, new_value, attribute_value, string_value, text_value: blue | M | 1.2 kg ~ v
old_value, previous_value: green | S
metric: orders.created | orders.paid
html, body_html, html_body: <p>Hello</p>
markdown: **Hello**
xml: <hello/>
json, json_data, raw_json: {"color": "blue"}
"""


@functools.cache
def _entries() -> Mapping[str, Choices]:
    entries: dict[str, Choices] = {}
    for line in _TEXTS.strip().splitlines():
        names, _, texts = line.partition(": ")
        choices = tuple(tuple(texts.split(" | ")) for texts in texts.split(" ~ "))
        for name in names.split(", "):
            entries.setdefault(name.replace(" ", ""), choices)
    return entries


def choices(name: tuple[str, ...]) -> tuple[Choices, int]:
    """What is known for the longest end of a name, and how many of its words that end has (none: 0)."""
    entries = _entries()
    for start in range(len(name)):
        for joined in ("_".join(name[start:]), "".join(name[start:])):
            if joined in entries:
                return entries[joined], len(name) - start
    return (), 0


KEYS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "header": (("content-type", "application/json"), ("correlation-id", "5d41402abc4b2a76"), ("accept", "*/*")),
    "label": (("team", "logistics"), ("environment", "production"), ("region", "eu-central-1")),
    "annotation": (("team", "logistics"), ("environment", "production"), ("region", "eu-central-1")),
    "tag": (("team", "logistics"), ("environment", "production"), ("region", "eu-central-1")),
    "metadata": (("source", "web-shop"), ("environment", "production"), ("team", "logistics")),
    "meta": (("source", "web-shop"), ("environment", "production"), ("team", "logistics")),
    "context": (("source", "web-shop"), ("environment", "production"), ("team", "logistics")),
    "attribute": (("color", "blue"), ("size", "M"), ("material", "cotton")),
    "property": (("color", "blue"), ("size", "M"), ("material", "cotton")),
    "option": (("color", "blue"), ("size", "M"), ("material", "cotton")),
    "translation": (("en", "Hello"), ("de", "Hallo"), ("fr", "Bonjour")),
    "name": (("en", "Blue T-shirt"), ("de", "Blaues T-Shirt"), ("fr", "T-shirt bleu")),
    "title": (("en", "Blue T-shirt"), ("de", "Blaues T-Shirt"), ("fr", "T-shirt bleu")),
    "description": (("en", "A blue T-shirt"), ("de", "Ein blaues T-Shirt"), ("fr", "Un t-shirt bleu")),
    "price": (("EUR", "19.99"), ("USD", "21.99"), ("GBP", "17.99")),
    "amount": (("EUR", "39.98"), ("USD", "43.98"), ("GBP", "35.98")),
    "balance": (("EUR", "39.98"), ("USD", "43.98"), ("GBP", "35.98")),
    "rate": (("EUR", "1.00"), ("USD", "1.10"), ("GBP", "0.85")),
    "quantity": (("TSHIRT-BLUE-M", "2"), ("MUG-WHITE", "1"), ("CAP-GREEN-L", "3")),
    "stock": (("TSHIRT-BLUE-M", "12"), ("MUG-WHITE", "5"), ("CAP-GREEN-L", "8")),
    "inventory": (("TSHIRT-BLUE-M", "12"), ("MUG-WHITE", "5"), ("CAP-GREEN-L", "8")),
    "count": (("new", "2"), ("open", "3"), ("closed", "1")),
    "setting": (("theme", "dark"), ("language", "en"), ("timezone", "Europe/Berlin")),
    "config": (("theme", "dark"), ("language", "en"), ("timezone", "Europe/Berlin")),
    "preference": (("theme", "dark"), ("language", "en"), ("timezone", "Europe/Berlin")),
    "parameter": (("page", "1"), ("sort", "name"), ("limit", "50")),
    "param": (("page", "1"), ("sort", "name"), ("limit", "50")),
    "query": (("page", "1"), ("sort", "name"), ("limit", "50")),
    "error": (("email", "is not an address"), ("name", "is missing"), ("age", "is too low")),
    "link": (("self", "https://example.com/1001"), ("next", "https://example.com/1002"), ("up", "https://example.com")),
}
"""Keys of maps, with a value that goes with each, by the last word of the map's name."""

PLAIN_KEYS: Final = (("color", "blue"), ("size", "M"), ("material", "cotton"))
