//! Deterministic simulation: the real application on the real files of several devices, and the real server, in one
//! process; what happens is decided by a seed alone. Links fail, clocks lie, disks are copied, set back and lose power
//! at any write, a server is killed and set back, people and devices are cut off. A model beside it remembers only what
//! was acknowledged, and says in the end what has to be there, and what must not.
//!
//! Keys and ids are as random as ever: nothing of the product can be told to make them predictable. So the steps, and
//! what the trace says of them, hold no id; two runs of a seed differ in their bytes, and agree in the terms of the
//! model. Two things hang on random ids all the same: which pages of a file a transaction touches, and so what is cut off
//! by a cut after so many writes; and to the byte how long a body is. Of thirty worlds of 120 steps played twice one
//! differed, by a cut. Synthetic people only.
//!
//! Two devices beside each other belong here too, and are not yet: a step like [`Step::Carry`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness stops at the first surprise"
)]

mod act;
mod carry;
mod cast;
mod disk;
mod dump;
mod host;
mod judge;
mod link;
mod meet;
mod model;
mod play;
mod random;
mod rest;
mod run;
mod secrecy;
mod shrink;
mod step;
mod template;
mod way;
mod world;

pub use link::{Fault, Harm, Kind};
pub use random::Random;
pub use run::{Failure, STEPS, TRIES, play, quick_folder, run_world, seed_of};
pub use shrink::shrink;
pub use step::{Deed, Field, FileHarm, PowerCut, Step, decide_steps};
pub use template::Template;
pub use world::{Sabotage, Violation, World};
