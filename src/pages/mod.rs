//! One file a page. Pages know neither the browser nor one another.

mod frame;
mod listing;
mod management_review;
mod not_found;
mod overview;
mod people;
mod record;
mod restore;
mod settings;
mod start;

pub use frame::RegisterFrame;
pub use listing::Listing;
pub use not_found::NotFound;
pub use overview::Overview;
pub use people::People;
pub use record::RecordBeside;
pub use restore::Restore;
pub use settings::Settings;
pub use start::Start;
