//! A link as a QR code, to be taken up by a colleague's camera.

use leptos::prelude::*;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The code, or nothing for a text that is too long for one. `label` is read aloud.
#[component]
pub fn Qr(text: String, label: String) -> impl IntoView {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L).ok();
    let drawing = code.map(|code| {
        let drawing = code.render::<svg::Color>().min_dimensions(240, 240).build();
        // The renderer begins with an XML declaration, which HTML has no place for.
        drawing.find("<svg").and_then(|start| drawing.get(start..)).unwrap_or_default().to_owned()
    });
    drawing.map(|drawing| view! { <div class="qr" role="img" aria-label=label inner_html=drawing></div> })
}
