//! Where this device keeps its files.

use std::path::PathBuf;
use tauri::{AppHandle, Manager};

/// `POSTA_HOME` if told, else the system's folder for this app's data.
pub fn folder(handle: &AppHandle) -> tauri::Result<PathBuf> {
    match std::env::var_os("POSTA_HOME") {
        Some(told) if !told.is_empty() => Ok(PathBuf::from(told)),
        _ => handle.path().app_data_dir(),
    }
}
