//! A short text as a picture that a phone reads.

use qrcode::{EcLevel, QrCode, render::svg};

use super::Problem;

/// The text as a QR code: an SVG image.
pub fn qr_svg(text: &str) -> Result<String, Problem> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| Problem::broken(&error))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(232, 232).build())
}
