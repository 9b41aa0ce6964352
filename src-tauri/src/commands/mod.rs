//! What the window may ask, a file a noun. A command passes words to the app and back, nothing else.

pub mod attach;
pub mod audit;
pub mod carry;
pub mod catalogue;
pub mod code;
pub mod complaint;
pub mod conflict;
pub mod consent;
pub mod consultation;
pub mod draft;
pub mod elsewhere;
pub mod enrollment;
pub mod erasure;
pub mod export;
pub mod figures;
pub mod follow_up;
pub mod home;
pub mod household;
pub mod join;
pub mod look;
pub mod members;
pub mod notice;
pub mod pair;
pub mod paper;
pub mod peer;
pub mod person;
pub mod plan;
pub mod practice;
pub mod recovery;
pub mod referral;
pub mod register;
pub mod screening;
pub mod service;
pub mod session;
pub mod shelf;
pub mod summary;
pub mod sync;
pub mod training;

/// The state behind every command.
pub type Posta<'a> = tauri::State<'a, std::sync::Arc<crate::shell::Shell>>;
/// What every command answers.
pub type Answer<T> = Result<T, crate::CommandError>;

/// Away from the window's own thread.
pub async fn away<T: Send + 'static>(act: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(act).await.map_err(|_| crate::CommandError::unexpected())?
}
