//! Random bytes of the browser, for record and row ids.

/// Ten random bytes.
pub fn ten_bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Ids need to be apart, not secret: without the browser's source, its ordinary one will do.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}
