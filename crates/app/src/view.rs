//! What a screen shows: plain values, already decided and worded by code. Generated into `ui/src/lib/bindings.ts`.
//!
//! Times are RFC 3339 UTC text, days are `YYYY-MM-DD`, ids are 32 hex digits, counts are `u32`.

mod audit;
mod catalogue;
mod code;
mod draft;
mod erasure;
mod form;
mod home;
mod members;
mod notice;
mod person;
mod register;
mod session;
mod sync;

pub use audit::*;
pub use catalogue::*;
pub use code::*;
pub use draft::*;
pub use erasure::*;
pub use form::*;
pub use home::*;
pub use members::*;
pub use notice::*;
pub use person::*;
pub use register::*;
pub use session::*;
pub use sync::*;
