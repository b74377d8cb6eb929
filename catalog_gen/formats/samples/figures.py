# ruff: noqa: E501 - one line for one subject
"""Real-looking numbers for names; those of an order add up: 2 at 19.99 are 39.98, of which 6.38 is the tax on 33.60."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    names: tuple(values.split())
    for line in """
    unit_price list_price price_per_unit unit_cost price item_price net_price gross_price sale_price: 19.99 12.50 7.95
    total amount total_amount grand_total total_price order_total line_total total_cost cost sum amount_paid paid value_total charge payable transaction_amount invoice_total payment subtotal_amount debit credit gross invoice_amount order_amount payment_amount gross_amount monetary_value: 39.98 12.50 7.95
    subtotal net net_amount subtotal_price net_total sub_total: 33.60 10.50 6.68
    tax vat tax_amount vat_amount total_tax: 6.38 2.00 1.27
    discount discount_amount rebate: 5.00 2.50 1.00
    shipping shipping_cost delivery_fee shipping_fee fee shipping_amount commission handling_fee surcharge service_fee postage: 4.90 2.90 1.90
    refund refund_amount refunded refunded_amount amount_refunded: 19.99 12.50 7.95
    balance account_balance credit_limit budget salary revenue income turnover spend available_balance: 1250.00 800.00 420.50
    new_balance: 1230.01
    units nanos_units: 39 12 7
    nanos nanoseconds: 980000000 500000000 250000000
    tax_rate vat_rate discount_rate interest_rate rate interest: 0.19 0.07 0.05
    success_rate: 0.98 0.95 0.99
    error_rate failure_rate failed_rate: 0.02 0.05 0.01
    exchange_rate fx_rate conversion_rate: 1.10 0.85 1.17
    percentage percent pct discount_percent discount_percentage progress completion utilization usage_percent tax_percent: 12.5 40 75
    ratio fraction share probability confidence similarity relevance likelihood threshold: 0.87 0.64 0.42
    score weighting_score: 0.87 0.64 0.42
    rating stars review_score: 4.5 4 3.5
    quantity qty quantity_ordered ordered_quantity item_quantity quantity_change units_ordered: 2 1 3
    quantity_on_hand stock_level available on_hand stock quantity_available available_quantity new_quantity stock_quantity inventory available_stock quantity_in_stock inventory_level: 12 5 8
    old_quantity previous_quantity: 14 6 11
    reserved reserved_quantity quantity_reserved: 2 1 3
    delta adjustment change difference quantity_delta: 2 1 3
    count total_count item_count number_of_items line_count size_count items_count num total_items number_of cnt quantity_of n: 3 2 5
    age age_years: 36 45 29
    latitude lat geo_lat: 52.520008 45.764043 52.090737
    longitude lng lon long geo_lng geo_lon: 13.404954 4.835659 5.121420
    altitude elevation: 34.5 170.2 5.1
    accuracy heading_accuracy: 5.0 8.0 12.0
    heading bearing direction angle: 90.0 180.0 270.0
    speed velocity: 48.5 52.0 30.0
    distance mileage: 12.4 8.1 3.6
    weight mass gross_weight net_weight weight_kg: 1.25 0.4 0.15
    weight_grams weight_g weight_in_grams: 1250 400 150
    width width_cm: 20 15 12
    height height_cm: 30 10 8
    depth length breadth depth_cm length_cm: 40 25 18
    radius diameter: 2.5 5 10
    volume capacity: 24 12 6
    area: 84.5 62 40
    temperature temp temperature_celsius: 21.5 19.8 23.1
    humidity: 48.2 51.0 44.7
    pressure: 1013.25 1009.8 1017.4
    voltage: 230.0 12.0 5.0
    power energy consumption: 3.6 2.1 1.4
    battery battery_level: 82 64 45
    port: 8080 8443 9092
    status_code http_status http_status_code status response_status: 200 201 204
    error_code exit_code: 0 1 2
    code: 100 200 300
    year fiscal_year expiry_year exp_year expiration_year: 2026 2027 2028
    month expiry_month exp_month expiration_month: 3 6 9
    day day_of_month: 14 15 16
    day_of_week weekday: 6 7 1
    week week_number: 11 12 13
    hour hours: 9 10 11
    minute minutes: 26 30 45
    second seconds: 53 30 15
    quarter: 1 2 3
    duration elapsed latency response_time duration_ms elapsed_ms latency_ms processing_time took runtime execution_time millis milliseconds duration_millis elapsed_time: 1500 820 240
    duration_seconds duration_s ttl timeout timeout_seconds expires_in ttl_seconds: 3600 900 60
    duration_minutes: 45 30 15
    timeout_ms interval_ms interval delay: 5000 3000 1000
    days days_left lead_time_days delivery_days: 3 5 7
    months term: 12 24 36
    years: 2 3 5
    utc_offset timezone_offset: 60 120 0
    size file_size bytes size_bytes byte_size content_length file_size_bytes disk_size: 20480 10240 4096
    mb size_mb file_size_mb disk_mb storage_mb: 20 10 4
    memory_mb memory_mib ram_mb heap_mb memory_size_mb: 512 256 1024
    gb memory_gb ram_gb memory_gib storage_gb disk_gb: 16 8 32
    kb size_kb: 240 120 64
    year_of_birth birth_year yob: 1990 1985 1992
    geo location geolocation geo_location geo_point point lat_lng lat_lon latlng latlon: 52.520008 13.404954
    coordinate coordinates lng_lat lon_lat lnglat lonlat: 13.404954 52.520008
    memory memory_bytes: 536870912 268435456 134217728
    offset: 42 43 44
    partition: 3 1 0
    page page_number current_page: 1 2 3
    page_size limit per_page max_results: 50 20 10
    total_pages pages page_count: 4 6 8
    retries retry_count attempts attempt attempt_number retry max_retries tries: 1 2 3
    priority weighting rank ranking: 1 2 3
    position index sequence order sequence_number seq ordinal line line_number row column item_number sort_order position_index seq_no sequence_no: 1 2 3
    version schema_version revision major minor patch event_version: 1 2 3
    level: 2 3 4
    points loyalty_points bonus_points: 120 80 45
    number no: 42 43 44
    floor rooms seats passengers guests: 2 3 4
    followers views likes clicks impressions visits: 128 64 32
    nonce seed: 481516 234200 108108
    cpu load: 0.42 0.35 0.28
    min minimum lower lower_bound: 1 2 3
    max maximum upper upper_bound: 100 200 300
    mean average avg median: 12.5 14.2 9.8
    """.strip().splitlines()
    for found in (line.partition(": "),)
    for names, values in ((name, found[2]) for name in found[0].split())
}
"""Numbers for the longest known end of a name, those of the second and third element after the first."""


_TYPES: Final = ("long", "bytes", "number")
"""Names that are rather types at the end of longer ones: `requiredLong`."""


_UNITS: Final = ("kg", "g", "mg", "lb", "oz", "mm", "cm", "m", "km", "mi", "ft", "inch", "pct", "percent", "c", "l")
_LEAST: Final = ("min", "minimum", "lowest", "least")
_MOST: Final = ("max", "maximum", "highest", "most")


def numbers(name: tuple[str, ...]) -> tuple[str, ...]:
    """What is known for the longest end of a name; for its beginning where that counts: `year_of_issue`, `depth_mm`."""
    return known(name)[0]


def known(name: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The numbers for a name, and how many words of it they go by (none: 0)."""
    for start in range(len(name)):
        for joined in ("_".join(name[start:]), "".join(name[start:])):
            if joined in NUMBERS and (start == 0 or joined not in _TYPES):
                return _bound(name[:start], NUMBERS[joined]), len(name) - start
    if "of" in name[1:]:
        end = name.index("of", 1)
        return NUMBERS.get("_".join(name[: end + 1])) or numbers(name[:end]), end
    return known(name[:-1]) if len(name) > 1 and name[-1] in _UNITS else ((), 0)


def _bound(before: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers, the least or the greatest one first for the least or the greatest value: `minAge`, `maxAge`."""
    if before[:1] and before[0] in (*_LEAST, *_MOST):
        return tuple(sorted(found, key=float, reverse=before[0] in _MOST))
    return found
