//! The state behind the commands: the app, or why it could not be opened.

use crate::CommandError;
use posta_app::App;
use std::{path::Path, sync::Arc, time::Duration};

/// How often idle time is looked at.
const EVERY: Duration = Duration::from_secs(5);

/// What commands hold on to. `App` locks itself.
pub struct Shell {
    app: Result<Arc<App>, CommandError>,
}

impl Shell {
    /// Opens the home. A home that cannot be opened is told by every command, so that the window can say it.
    pub fn open(home: &Path) -> Self {
        Shell { app: App::open(home).map(Arc::new).map_err(CommandError::from) }
    }

    /// Puts sessions down when their time has come, although nobody asks for anything: every few seconds, as long as the
    /// window is there.
    pub fn mind_time(&self) {
        let Ok(app) = &self.app else { return };
        let app = Arc::downgrade(app);
        std::thread::spawn(move || {
            while let Some(app) = app.upgrade() {
                app.mind_time();
                drop(app);
                std::thread::sleep(EVERY);
            }
        });
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
