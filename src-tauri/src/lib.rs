//! The shell: a window over `posta-app`. It opens, passes words both ways and holds nothing else.

mod bindings;
mod commands;
mod error;
mod guard;
mod home;
mod shell;
mod window;

pub use bindings::bindings;
pub use error::CommandError;

use std::sync::Arc;
use tauri::Manager;

/// Opens the window and stays until it closes.
///
/// # Errors
/// The window system could not be started. A home that cannot be opened is not an error here: the
/// window opens and says so.
pub fn run(context: tauri::Context) -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(bindings().invoke_handler())
        .setup(|app| {
            let home = home::folder(app.handle())?;
            let shell = shell::Shell::open(&home);
            shell.mind_time();
            app.manage(Arc::new(shell));
            window::open(app, &home)?;
            Ok(())
        })
        .run(context)
}
