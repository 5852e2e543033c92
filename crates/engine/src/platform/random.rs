//! Randomness from the browser.

/// The browser's cryptographic randomness.
#[derive(Debug, Clone, Copy)]
pub struct BrowserRandom;

impl sync::Random for BrowserRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Without randomness nothing may go on: keys would be guessable.
        if getrandom::fill(bytes).is_err() {
            wasm_bindgen::throw_str("the browser gives no randomness");
        }
    }
}
