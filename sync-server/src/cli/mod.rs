//! What the other commands take and say.

mod backup;
mod invitation;
mod look_ups;
mod members;
mod mend;
mod recovery;

pub use backup::{BackupArguments, RestoreArguments, make_backup, take_backup};
pub use invitation::{draw_qr, join_link};
pub use look_ups::{LookUpsArguments, list_look_ups};
pub use members::{
    AdmitArguments, AsideArguments, AssignArguments, MembersArguments, RevokeArguments, admit_batch,
    assign_role, list_aside, list_members, revoke_somebody,
};
pub use mend::{MendArguments, mend_database};
pub use recovery::{RecoveryArguments, recover};

use std::path::{Path, PathBuf};

use clap::Args;
use posta_domain::Pack;
use sync_server::{Department, Error, set_database};

/// The roles that can be given.
pub const ROLES: [&str; 5] = ["registrar", "care", "protection", "supervisor", "administrator"];

/// Where the server is.
#[derive(Args)]
pub struct Home {
    /// The server's data folder
    #[arg(long)]
    data: PathBuf,
    /// Address of a PostgreSQL database, postgres://user:password@host/name; the data folder keeps it in the file
    /// `database`, which may be written by hand instead. Without one the database is a file in the data folder
    #[arg(long, env = "POSTA_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

impl Home {
    /// The data folder, which names the database from now on.
    pub fn folder(&self) -> Result<&Path, Error> {
        if let Some(address) = &self.database {
            set_database(&self.data, address)?;
        }
        Ok(&self.data)
    }
}

/// Whose authority acts.
#[derive(Args)]
pub struct Which {
    #[command(flatten)]
    home: Home,
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
    fn department(&self) -> Result<Department<'_>, Error> {
        let data = self.home.folder()?;
        Ok(Department { data, authority: &self.authority, pack: &self.pack, code: &self.department })
    }
}
