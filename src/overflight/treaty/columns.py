"""The columns of every table of a regime, in their order."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COLUMNS"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "annotation_codes": "field group code meaning pattern note provision source",
        "bound": "rule engine value unit provision source",
        "chronicle": "id date date_status kind actors observed others event topic provision source"
        " where note",
        "claims": "id claimant scope value ground contested_by since_text until rule sites limit_km"
        " at_lon at_lat neighbours part_of provision source note",
        "decisions": "number revision adopted adopted_text title status status_note provision"
        " source",
        "definitions": "id term meaning trap provision source",
        "executed": "rule by provision source",
        "first_distribution": "id observing observed flights shared_with provision source note",
        "groups": "code name kind members formed ended scope provision source note",
        "max_flight_distances": "id unit name scope distance_km other_km site provision source"
        " note",
        "notifications": "id name sender recipients lead_time content reply provision source",
        "parties": "code alpha3 name role unit signed instrument deposited_hu deposited_ca"
        " in_force_registry in_force_computed agreement withdrawal_notified withdrawal_effect"
        " status depositary provision source note",
        "passive_quotas": "unit name members flights provision source note",
        "personnel_limits": "id who relation number waivable_by_agreement note provision source",
        "phasing": "id rule since last_day note provision source",
        "prompts": "rule asked raised_by question answers provision source",
        "quota_effects": "id outcome active_quota_debit passive_quota_debit sensor_data provision"
        " source",
        "readings": "point title question default options meanings provision source",
        "record_forms": "rule by kinds stated provision source",
        "rules": "id title bound check check_note waivable applies requirement consequence data"
        " open_points provision source",
        "sensor_limits": "id sensor code limit unit sense method max_number coverage medium"
        " phase_in provision source",
        "sites": "site unit role name icao as_printed lon lat alt_lon alt_lat coord_status"
        " inspection ref_icao provision source note",
        "sources": "key title where status",
        "time_limits": "id bound from_event to_event relation duration unit waivable on_expiry"
        " rule note provision source",
    }.items()
}
