//! What a screen shows: plain values, already decided and worded by code. Generated into `ui/src/lib/bindings.ts`.
//!
//! Times are RFC 3339 UTC text, days are `YYYY-MM-DD`, ids are 32 hex digits, counts are `u32`.

mod audit;
mod catalogue;
mod code;
mod complaint;
mod consent;
mod consultation;
mod draft;
mod enrollment;
mod erasure;
mod follow_up;
mod form;
mod home;
mod household;
mod look;
mod members;
mod notice;
mod paper;
mod person;
mod referral;
mod register;
mod screening;
mod service;
mod session;
mod sheet;
mod summary;
mod sync;

pub use audit::*;
pub use catalogue::*;
pub use code::*;
pub use complaint::*;
pub use consent::*;
pub use consultation::*;
pub use draft::*;
pub use enrollment::*;
pub use erasure::*;
pub use follow_up::*;
pub use form::*;
pub use home::*;
pub use household::*;
pub use look::*;
pub use members::*;
pub use notice::*;
pub use paper::*;
pub use person::*;
pub use referral::*;
pub use register::*;
pub use screening::*;
pub use service::*;
pub use session::*;
pub use sheet::*;
pub use summary::*;
pub use sync::*;
