//! stub
use anyhow::Result;
pub struct Page<'a> { pub base: &'a str, pub engine: &'a [String], pub style: &'a str, pub policy: Option<&'a str> }
pub fn stylesheets(_h: &str) -> Result<Vec<String>> { Ok(vec![]) }
pub fn write(h: &str, _p: &Page) -> Result<String> { Ok(h.to_owned()) }
