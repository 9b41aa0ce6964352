//! What the other commands take and say.

mod invitation;
mod look_ups;
mod members;
mod recovery;

pub use invitation::{draw_qr, join_link};
pub use look_ups::{LookUpsArguments, list_look_ups};
pub use members::{
    AdmitArguments, AsideArguments, AssignArguments, MembersArguments, RevokeArguments, admit_batch,
    assign_role, list_aside, list_members, revoke_somebody,
};
pub use recovery::{RecoveryArguments, recover};

use std::path::PathBuf;

use clap::Args;
use posta_domain::Pack;
use sync_server::Department;

/// The roles that can be given.
pub const ROLES: [&str; 5] = ["registrar", "care", "protection", "supervisor", "administrator"];

/// Whose authority acts.
#[derive(Args)]
pub struct Which {
    /// The server's data folder
    #[arg(long)]
    data: PathBuf,
    /// The authority's folder
    #[arg(long)]
    authority: PathBuf,
    /// The department's code in the pack
    #[arg(long)]
    department: String,
    /// The country pack
    #[arg(long, default_value = Pack::default_id())]
    pack: String,
}

impl Which {
    fn department(&self) -> Department<'_> {
        Department { data: &self.data, authority: &self.authority, pack: &self.pack, code: &self.department }
    }
}
