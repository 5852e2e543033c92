//! The register and its papers in Automerge.
