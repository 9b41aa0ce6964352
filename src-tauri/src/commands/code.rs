//! Codes as pictures.

use super::{Answer, Posta};

/// A text as a QR picture: SVG.
#[tauri::command]
#[specta::specta]
pub async fn qr(posta: Posta<'_>, text: String) -> Answer<String> {
    posta.act(move |app| app.qr(&text)).await
}

/// The text of the QR picture in a photo: rows of one byte a pixel.
#[tauri::command]
#[specta::specta]
pub async fn read_qr(posta: Posta<'_>, width: u32, height: u32, luma: Vec<u8>) -> Answer<String> {
    posta.act(move |app| app.read_qr(width, height, &luma)).await
}
