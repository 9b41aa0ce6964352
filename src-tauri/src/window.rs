//! The one window: it shows our own pages, goes nowhere else and opens no other.

use std::path::Path;
use tauri::{App, WebviewWindowBuilder, webview::NewWindowResponse};

/// Builds the window that `tauri.conf.json` describes. It remembers nothing on the disk; only a window driven by
/// a test does, inside `home`, because WebKit drives no window without a profile. The program that people are given
/// cannot be driven, whatever its environment says.
///
/// # Errors
/// The window system refused it.
pub fn open(app: &App, home: &Path) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let mut window = WebviewWindowBuilder::from_config(app, config)?;
        if is_driven() {
            window = window.incognito(false).data_directory(home.join("webview"));
        }
        window
            .on_navigation(|url| is_ours(url.scheme(), url.host_str()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .devtools(cfg!(debug_assertions))
            // No pictures of the screen by other programs, where the system can keep them from it.
            .content_protected(true)
            .build()?;
    }
    Ok(())
}

/// Whether a test drives this window: only one that was built for tests or to be measured.
fn is_driven() -> bool {
    cfg!(any(debug_assertions, feature = "automation"))
        && std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// Our own pages: the embedded ones, or the development server of a development build.
fn is_ours(scheme: &str, host: Option<&str>) -> bool {
    match (scheme, host) {
        ("tauri", _) | ("http" | "https", Some("tauri.localhost")) => true,
        ("http", Some("localhost")) => cfg!(dev),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_goes_to_its_own_pages_only() {
        assert!(is_ours("tauri", Some("localhost")));
        assert!(is_ours("http", Some("tauri.localhost")));
        assert!(!is_ours("https", Some("example.org")));
        assert!(!is_ours("file", None));
        assert!(!is_ours("data", None));
    }
}
