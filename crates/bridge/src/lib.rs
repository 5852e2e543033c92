//! What page and engine say to one another.
