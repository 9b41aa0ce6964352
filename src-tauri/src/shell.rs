//! The state behind the commands: the app, or why it could not be opened.

use crate::CommandError;
use posta_app::view::SessionView;
use posta_app::{App, Practice};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often idle time is looked at.
const EVERY: Duration = Duration::from_secs(5);

/// What commands hold on to. `App` locks itself.
pub struct Shell {
    home: PathBuf,
    device: Result<Arc<App>, CommandError>,
    /// While one goes on it answers in the place of the device.
    practice: Mutex<Option<Practice>>,
}

impl Shell {
    /// Opens the home. A home that cannot be opened is told by every command, so that the window can say it.
    pub fn open(home: &Path) -> Self {
        let device = App::open(home).map(Arc::new).map_err(CommandError::from);
        // What a practice left that was cut. If it cannot go now, it goes before the next one begins.
        let _ = Practice::clear(home);
        Shell { home: home.into(), device, practice: Mutex::default() }
    }

    /// Puts sessions down when their time has come, although nobody asks for anything: every few seconds, as long as the
    /// window is there.
    pub fn mind_time(&self) {
        if let Ok(app) = &self.device {
            mind_time(app);
        }
    }

    /// Begins a practice, or goes on in it, as somebody of this role. Takes some seconds.
    ///
    /// # Errors
    /// Why it could not begin; the device then answers as before.
    pub fn practise_as(&self, role: &str) -> Result<SessionView, CommandError> {
        let mut practice = self.practice();
        let going_on = match practice.take() {
            Some(going_on) => going_on,
            None => {
                let begun = Practice::begin(&self.home)?;
                mind_time(&begun.app());
                begun
            }
        };
        Ok(practice.insert(going_on).practise_as(role)?)
    }

    /// Ends the practice; from now on the device answers.
    ///
    /// # Errors
    /// What could not be removed; it goes before the next one begins.
    pub fn end_practice(&self) -> Result<(), CommandError> {
        let practice = self.practice().take();
        practice.map_or(Ok(()), |practice| practice.end()).map_err(CommandError::from)
    }

    fn practice(&self) -> MutexGuard<'_, Option<Practice>> {
        self.practice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The device itself, also while a practice goes on.
    ///
    /// # Errors
    /// Why the home could not be opened.
    pub fn device(&self) -> Result<Arc<App>, CommandError> {
        self.device.clone()
    }

    /// The app that answers, for acts that wait by themselves.
    ///
    /// # Errors
    /// Why the home could not be opened.
    pub fn app(&self) -> Result<Arc<App>, CommandError> {
        match &*self.practice() {
            Some(practice) => Ok(practice.app()),
            None => self.device(),
        }
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

/// Looks after the idle time of an app as long as it is there.
fn mind_time(app: &Arc<App>) {
    let app = Arc::downgrade(app);
    std::thread::spawn(move || {
        while let Some(app) = app.upgrade() {
            app.mind_time();
            drop(app);
            std::thread::sleep(EVERY);
        }
    });
}
