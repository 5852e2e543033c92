//! Every file in `tests/hostile/frames` is one thing that a relay might say: adding a file adds a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use wire::{DecodeError, decode_message, decode_request};

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4) | pair[1]).collect()
}

#[test]
fn every_frame_of_the_folder_is_read_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/frames");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let line = |name: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_else(|| panic!("{}: no {name}", path.display())).trim()
        };
        let bytes = bytes(line("bytes:"));
        let outcome = match decode_message(&bytes) {
            Ok(_) => "sound",
            Err(DecodeError::Malformed) => "malformed",
            Err(DecodeError::Missing(_)) => "missing",
            Err(DecodeError::UnknownKind { .. }) => "unknown",
        };
        assert_eq!(outcome, line("expect:"), "{}", path.display());
        // A relay that is told the same stands too.
        let _ = decode_request(&bytes);
        cases += 1;
    }
    assert!(cases > 0);
}
