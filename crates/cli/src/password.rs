//! The password: from the environment for scripts, from a prompt for people. Never an argument, which others can list.

use crate::outcome::Failure;

/// Reads POSTA_PASSWORD, else asks.
///
/// # Errors
/// Usage, when there is neither variable nor terminal.
pub fn read_password() -> Result<String, Failure> {
    match std::env::var("POSTA_PASSWORD") {
        Ok(password) => Ok(password),
        Err(_) => rpassword::prompt_password("Password: ")
            .map_err(|_| Failure::Usage("no POSTA_PASSWORD and no terminal to ask on".into())),
    }
}
