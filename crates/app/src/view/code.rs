//! Codes that go from screen to screen: invitations, recovery, a colleague's own device.

use serde::Serialize;
use specta::Type;

/// What an invitation says before anybody accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct InvitationView {
    pub department: String,
    /// Name of the user to be.
    pub name: String,
    pub role: String,
    pub place: String,
    /// Four words that the inviting screen shows too.
    pub words: Vec<String>,
    /// It came from a file: the server hears of the join at the next exchange.
    pub offline: bool,
}

/// A code to be shown: as text, as a picture, and the words by which two screens are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CodeView {
    pub text: String,
    /// SVG, black on white, with its quiet zone.
    pub svg: String,
    /// Four words that the other screen shows too.
    pub words: Vec<String>,
}

/// What somebody who forgot the password asks of the supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ChallengeView {
    pub name: String,
    pub roles: Vec<String>,
    pub device: String,
    /// Four words that the asking screen shows too.
    pub words: Vec<String>,
    /// User and device are in the membership log and not revoked.
    pub known: bool,
}
