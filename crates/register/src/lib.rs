//! The domain: record types, rules and the plain register. Pure.
