//! One border: what a screen or a terminal is told when an act could not be done.

use crate::view::ProblemView;

/// Why an act could not be done. Holds codes and field names, never values that were typed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the password is not right")]
    WrongPassword,
    #[error("too many wrong passwords; wait {seconds} s")]
    TooSoon { seconds: u32 },
    #[error("nobody has unlocked this device")]
    Locked,
    #[error("the PIN is not right; {left} more tries")]
    WrongPin { left: u32 },
    #[error("no session of this user waits for a PIN any more; the password opens")]
    PinNoLonger,
    #[error("a PIN has 4 to 12 digits")]
    MalformedPin,
    #[error("the access of this user or device has ended")]
    Revoked,
    #[error("no user of that name on this device")]
    UnknownUser,
    #[error("several users share this device; say which")]
    WhichUser,
    #[error("the device's files could not be opened: {0}")]
    Damaged(String),
    #[error("this device has not joined a department yet")]
    NotJoined,
    #[error("the invitation is unknown, used or expired")]
    InvitationRefused,
    #[error("the password needs at least 10 characters")]
    PasswordTooShort,
    #[error("the invitation code is malformed")]
    MalformedCode,
    #[error("this device belongs to another department")]
    OtherDepartment,
    #[error("somebody who works on this device has to be unlocked, or paused, first")]
    NobodyHere,
    #[error("the two devices have not heard of each other yet; both have to exchange first")]
    Strangers,
    #[error("the server has not answered this user's join yet; it has to be gone on with first")]
    JoinWaits,
    #[error("the join cannot be taken back: the server has it, or work was begun with it")]
    JoinCounts,
    #[error("this user works on this device already")]
    AlreadyHere,
    #[error("nothing readable in the picture")]
    NoCode,
    #[error("the page could not be prepared")]
    CannotPrint,
    #[error("this is no card of ours")]
    NotACard,
    #[error("whoever this card belongs to is not on this device yet")]
    UnknownCard,
    #[error("this is no summary of ours, or it was misread")]
    NotASummary,
    #[error("the summary was altered, or forged")]
    ForgedSummary,
    #[error("the summary was made by a later version of the program")]
    NewerSummary,
    #[error("this text is no code of that kind")]
    NotThatCode,
    #[error("the request was made by another version of the program")]
    OldRequest,
    #[error("the answer belongs to another challenge")]
    OtherChallenge,
    #[error("there is no recovery key of this department")]
    NoRecoveryKey,
    #[error("too few shares of the recovery key")]
    TooFewShares,
    #[error("what this device held was destroyed by order of the authority")]
    Destroyed,
    #[error("some fields cannot be saved as they are")]
    BadInput(Vec<ProblemView>),
    #[error("there is no such record")]
    NotFound,
    #[error("this role may not do that")]
    NotAllowed,
    #[error("a second person has to agree")]
    SecondPerson,
    #[error("nothing goes out of a practice, and nothing comes in")]
    Practice,
    #[error("this record was erased")]
    Erased,
    #[error("this municipality has no care team yet")]
    NoTeam,
    #[error("the server could not be reached")]
    Unreachable,
    #[error("what answered is not our server")]
    NotOurServer,
    #[error("the server refused: {0}")]
    Refused(String),
    #[error("the server is in trouble")]
    ServerTrouble,
    #[error("the network asks to sign in first")]
    CaptivePortal,
    #[error("the proxy of this network does not let the connection through")]
    Proxy,
    #[error("the server takes no more from this device for now")]
    Quota,
    #[error("the server speaks another version than this program")]
    OtherVersion,
    #[error("this is no file of this department to be taken in")]
    NotACarrier,
    #[error("the file was not made for this device")]
    CarrierNotForUs,
    #[error("the file was made by a later version of the program")]
    NewerCarrier,
    #[error("the stick could not be written or read: {0}")]
    Stick(String),
    #[error("no device answers there")]
    NoPeer,
    #[error("the other device ended the talk")]
    PeerParted,
    #[error("the other device is no active one of this department")]
    Stranger,
    #[error("this device is in no network with others")]
    NoNetworkHere,
    #[error("nothing was saved: {0}")]
    Storage(String),
    #[error("the device's files could not be read: {0}")]
    Unreadable(String),
    #[error("a damaged file was made anew from what is safe; the act was not done")]
    Mended,
    #[error("the device's files were written by a later version of the program")]
    NewerFiles,
    #[error("the device's files may not be written")]
    ReadOnly,
    #[error("unexpected: {0}")]
    Unexpected(String),
}

impl Error {
    /// The stable code that a screen acts on and that a person can tell on the phone.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::WrongPassword | Error::UnknownUser | Error::WhichUser => "POSTA-L1",
            Error::TooSoon { .. } => "POSTA-L2",
            Error::Locked | Error::NotJoined => "POSTA-L3",
            Error::Damaged(_) => "POSTA-L4",
            Error::WrongPin { .. } => "POSTA-L5",
            Error::PinNoLonger => "POSTA-L6",
            Error::MalformedPin => "POSTA-L7",
            Error::Revoked => "POSTA-L8",
            Error::Destroyed => "POSTA-L9",
            Error::InvitationRefused => "POSTA-J1",
            Error::PasswordTooShort => "POSTA-J2",
            Error::MalformedCode => "POSTA-J3",
            Error::OtherDepartment => "POSTA-J4",
            Error::NobodyHere => "POSTA-J5",
            Error::Strangers => "POSTA-J6",
            Error::AlreadyHere => "POSTA-J7",
            Error::JoinWaits => "POSTA-J8",
            Error::JoinCounts => "POSTA-J9",
            Error::NoCode => "POSTA-Q1",
            Error::CannotPrint => "POSTA-F1",
            Error::NotACard => "POSTA-Q2",
            Error::UnknownCard => "POSTA-Q3",
            Error::NotASummary => "POSTA-Q4",
            Error::ForgedSummary => "POSTA-Q5",
            Error::NewerSummary => "POSTA-Q6",
            Error::NotThatCode => "POSTA-R1",
            Error::OtherChallenge => "POSTA-R2",
            Error::NoRecoveryKey => "POSTA-R3",
            Error::TooFewShares => "POSTA-R4",
            Error::OldRequest => "POSTA-R5",
            Error::BadInput(_) => "POSTA-B1",
            Error::NotFound => "POSTA-B2",
            Error::NotAllowed => "POSTA-P1",
            Error::SecondPerson => "POSTA-P2",
            Error::Practice => "POSTA-P9",
            Error::Erased => "POSTA-E1",
            Error::NoTeam => "POSTA-N1",
            Error::Unreachable => "POSTA-S1",
            Error::NotOurServer => "POSTA-S2",
            Error::Refused(_) => "POSTA-S3",
            Error::ServerTrouble => "POSTA-S4",
            Error::CaptivePortal => "POSTA-S5",
            Error::Proxy => "POSTA-S6",
            Error::Quota => "POSTA-S7",
            Error::OtherVersion => "POSTA-S8",
            Error::NotACarrier => "POSTA-U1",
            Error::CarrierNotForUs => "POSTA-U2",
            Error::NewerCarrier => "POSTA-U3",
            Error::Stick(_) => "POSTA-U4",
            Error::NoPeer => "POSTA-V1",
            Error::PeerParted => "POSTA-V2",
            Error::Stranger => "POSTA-V3",
            Error::NoNetworkHere => "POSTA-V4",
            Error::Storage(_) => "POSTA-D1",
            Error::Unreadable(_) => "POSTA-D2",
            Error::Mended => "POSTA-D3",
            Error::NewerFiles => "POSTA-D4",
            Error::ReadOnly => "POSTA-D5",
            Error::Unexpected(_) => "POSTA-X1",
        }
    }

    /// Fields that need a hand, for bad input.
    #[must_use]
    pub fn fields(&self) -> &[ProblemView] {
        match self {
            Error::BadInput(problems) => problems,
            _ => &[],
        }
    }

    /// Seconds to wait, for too many tries; tries left, for a wrong PIN; 0 otherwise.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        match self {
            Error::TooSoon { seconds } => *seconds,
            Error::WrongPin { left } => *left,
            _ => 0,
        }
    }
}
