//! The harness of Posta's tests: devices over `posta_app::App`, a server in this process or as the real program, and
//! a network between them that can be cut. Synthetic people only.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness stops at the first surprise"
)]

pub mod crash;
pub mod damage;
mod device;
pub mod hands;
mod keys;
mod network;
pub mod people;
mod programs;
mod random;
pub mod search;
mod server;
pub mod world;

pub use device::Device;
pub use hands::{AppHands, Hands, ProgramHands, Who};
pub use keys::OpenHome;
pub use network::{Fault, Network};
pub use programs::Programs;
pub use random::Random;
pub use server::Server;
pub use world::{Invited, World, copy_folder};

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// Municipality of the border post Pisiga.
pub const SABAYA: &str = "040901";
/// Municipality of the border post Tambo Quemado.
pub const TURCO: &str = "040402";
/// The department of both.
pub const ORURO: &str = "04";
/// Everybody's password.
pub const PASSWORD: &str = "clave-larga-sintética";

/// The one runtime on which servers and exchanges of a test program run.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap())
}
