//! Replica, identities, envelopes, membership, cryptography. Sans-IO.
