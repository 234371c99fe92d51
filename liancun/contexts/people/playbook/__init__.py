from liancun.contexts.people.playbook.privacy import (
    BASES,
    DataKind,
    PrivacySection,
    declare,
    kind_of,
    kinds,
    privacy,
)

__all__ = ["BASES", "DataKind", "PrivacySection", "declare", "kind_of", "kinds", "privacy"]
