//! Pieces that pages are put together from. None of them knows a page.

pub mod badge;
pub mod copies;
pub mod disagreement;
pub mod empty;
pub mod failure;
pub mod field;
pub mod form;
pub mod frame;
pub mod health;
pub mod heat_map;
pub mod history;
pub mod icon;
pub mod key_list;
pub mod lack_phrases;
pub mod line_chart;
pub mod new_record;
pub mod palette;
pub mod phrases;
pub mod qr;
pub mod record_notices;
pub mod rows;
pub mod shortcuts;
pub mod status_line;
pub mod table;
pub mod text_editor;
pub mod toasts;
