//! Brotli, once for each content: a second assembly takes from `target/brotli`.

use crate::workspace::{content_name, target};
use anyhow::Result;
use std::fs;
use std::io::Write;

/// Below this, compression gains less than a packet.
const WORTH_IT: usize = 256;

/// The compressed form, or nothing where it would not pay.
pub fn brotli(name: &str, content: &[u8], quality: u32) -> Result<Option<Vec<u8>>> {
    let already = ["png", "jpg", "woff2"].iter().any(|extension| name.ends_with(&format!(".{extension}")));
    if already || content.len() < WORTH_IT {
        return Ok(None);
    }
    let kept = target().join("brotli").join(format!("{}-{quality}", content_name(&[content])));
    if let Ok(compressed) = fs::read(&kept) {
        return Ok(Some(compressed));
    }
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    writer.write_all(content)?;
    let compressed = writer.into_inner();
    fs::create_dir_all(target().join("brotli"))?;
    fs::write(kept, &compressed)?;
    Ok(Some(compressed))
}
