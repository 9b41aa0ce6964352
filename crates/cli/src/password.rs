//! The password: from the environment for scripts, from a prompt for people. Never an argument, which others can list.

use crate::outcome::Failure;

/// The password of the user: POSTA_PASSWORD, or asked.
///
/// # Errors
/// Usage, when there is neither variable nor terminal.
pub fn read_password() -> Result<String, Failure> {
    read("POSTA_PASSWORD", "Password: ")
}

/// The new password that is to be set: POSTA_NEW_PASSWORD, or asked.
///
/// # Errors
/// As [`read_password`].
pub fn read_new_password() -> Result<String, Failure> {
    read("POSTA_NEW_PASSWORD", "New password: ")
}

/// The password of who takes a newcomer in: POSTA_HOST_PASSWORD, or asked.
///
/// # Errors
/// As [`read_password`].
pub fn read_host_password() -> Result<String, Failure> {
    read("POSTA_HOST_PASSWORD", "Password of who takes the newcomer in: ")
}

fn read(variable: &str, question: &str) -> Result<String, Failure> {
    match std::env::var(variable) {
        Ok(password) => Ok(password),
        Err(_) => rpassword::prompt_password(question)
            .map_err(|_| Failure::Usage(format!("no {variable} and no terminal to ask on"))),
    }
}
