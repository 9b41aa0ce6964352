//! What a command came to: something to print and an exit code.

use posta_app::Error;
use serde_json::{Value, json};

/// A command that was carried out. `exit` is 0, or 3 when part of the input was bad.
pub struct Outcome {
    pub value: Value,
    pub text: String,
    pub exit: u8,
}

impl Outcome {
    pub fn new(value: Value, text: String) -> Self {
        Outcome { value, text, exit: 0 }
    }

    pub fn print(&self, json: bool) {
        if self.value.is_null() {
            // Already written, line by line.
        } else if json {
            println!("{}", self.value);
        } else {
            print!("{}", self.text);
        }
    }
}

/// A command that could not be carried out.
pub enum Failure {
    Usage(String),
    File(std::io::Error),
    /// A register that was not read, with the file it is.
    Register(std::path::PathBuf, posta_linkage::csv::CsvError),
    App(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::App(error)
    }
}

impl Failure {
    pub fn exit(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::File(_) | Failure::Register(..) => 3,
            Failure::App(error) => match error {
                Error::WhichUser => 2,
                Error::BadInput(_)
                | Error::NotFound
                | Error::Erased
                | Error::Practice
                | Error::NoTeam
                | Error::MalformedCode
                | Error::PasswordTooShort
                | Error::MalformedPin
                | Error::NoCode
                | Error::CannotPrint
                | Error::NotACard
                | Error::UnknownCard
                | Error::NotASummary
                | Error::ForgedSummary
                | Error::NewerSummary
                | Error::NotThatCode
                | Error::OldRequest
                | Error::OtherChallenge
                | Error::Strangers
                | Error::NotACarrier
                | Error::CarrierNotForUs
                | Error::NewerCarrier
                | Error::AlreadyHere
                | Error::NoRecoveryKey
                | Error::TooFewShares => 3,
                Error::WrongPassword
                | Error::TooSoon { .. }
                | Error::Locked
                | Error::UnknownUser
                | Error::WrongPin { .. }
                | Error::PinNoLonger
                | Error::NobodyHere
                | Error::JoinWaits
                | Error::JoinCounts
                | Error::NotJoined
                | Error::InvitationRefused => 4,
                Error::NotAllowed
                | Error::SecondPerson
                | Error::Revoked
                | Error::Destroyed
                | Error::OtherDepartment
                | Error::Refused(_)
                | Error::Quota
                | Error::OtherVersion
                | Error::Stranger => 5,
                Error::Unreachable
                | Error::NotOurServer
                | Error::ServerTrouble
                | Error::CaptivePortal
                | Error::Proxy
                | Error::NoPeer
                | Error::PeerParted
                | Error::NoNetworkHere => 6,
                Error::Storage(_)
                | Error::Stick(_)
                | Error::Unreadable(_)
                | Error::Damaged(_)
                | Error::Mended
                | Error::NewerFiles
                | Error::ReadOnly => 7,
                Error::Unexpected(_) => 1,
            },
        }
    }

    pub fn print(&self, json: bool) {
        let (code, message, fields) = match self {
            Failure::Usage(message) => ("usage", message.clone(), json!([])),
            Failure::File(error) => ("POSTA-B1", error.kind().to_string(), json!([])),
            Failure::Register(file, error) => {
                (error.code(), format!("{}: {error}", file.display()), json!([]))
            }
            Failure::App(error) => (error.code(), error.to_string(), json!(error.fields())),
        };
        if json {
            println!("{}", json!({ "error": { "code": code, "message": message, "fields": fields } }));
        } else {
            eprintln!("posta: {message} ({code})");
            for field in fields.as_array().into_iter().flatten() {
                eprintln!(
                    "  {}: {}",
                    field["field"].as_str().unwrap_or(""),
                    field["code"].as_str().unwrap_or("")
                );
            }
        }
    }
}
