//! Whose database this is.

use super::connection::{Connection, Transaction, named_params};
use crate::error::Error;

/// The public half of the key of the server whose database this is; none of a new one.
pub fn server_key(connection: &Connection) -> Result<Option<[u8; 32]>, Error> {
    connection.row("SELECT public FROM server", named_params! {}, |row| row.get("public"))
}

/// Notes it. Whoever comes second changes nothing.
pub fn set_server_key(transaction: &Transaction<'_>, public: [u8; 32]) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO server (one, public) VALUES (1, :public) ON CONFLICT (one) DO NOTHING",
        named_params! { ":public": public },
    )?;
    Ok(())
}
