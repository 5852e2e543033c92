//! What client and relay say to one another.
