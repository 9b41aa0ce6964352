//! The state behind the commands: the app, or why it could not be opened.

use crate::CommandError;
use posta_app::App;
use std::{path::Path, sync::Arc};

/// What commands hold on to. `App` locks itself.
pub struct Shell {
    app: Result<Arc<App>, CommandError>,
}

impl Shell {
    /// Opens the home. A home that cannot be opened is told by every command, so that the window can say it.
    pub fn open(home: &Path) -> Self {
        Shell { app: App::open(home).map(Arc::new).map_err(CommandError::from) }
    }

    /// The app, for acts that wait by themselves.
    ///
    /// # Errors
    /// Why the home could not be opened.
    pub fn app(&self) -> Result<Arc<App>, CommandError> {
        self.app.clone()
    }

    /// Runs an act that blocks, away from the window's own thread.
    ///
    /// # Errors
    /// What the act said, or `POSTA-X1` if it did not come back.
    pub async fn act<T, E>(
        &self,
        act: impl FnOnce(&App) -> Result<T, E> + Send + 'static,
    ) -> Result<T, CommandError>
    where
        T: Send + 'static,
        E: Into<CommandError> + Send + 'static,
    {
        let app = self.app()?;
        tauri::async_runtime::spawn_blocking(move || act(&app))
            .await
            .map_err(|_| CommandError::unexpected())?
            .map_err(Into::into)
    }
}
