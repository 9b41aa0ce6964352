//! Those who have joined.

use clap::{ArgGroup, Args};
use posta_identity::ids::{DeviceId, Hash32, UserId};
use posta_identity::{Revoked, Role};
use serde_json::json;
use sync_server::{Error, admit, aside, assign, members, revoke};

use super::{ROLES, Which};
use crate::say;

#[derive(Args)]
#[command(group(ArgGroup::new("who").required(true).args(["user", "device"])))]
pub struct RevokeArguments {
    #[command(flatten)]
    which: Which,
    /// The user who leaves
    #[arg(long)]
    user: Option<UserId>,
    /// The device that is lost
    #[arg(long)]
    device: Option<DeviceId>,
    /// The device is to destroy its keys once it has handed in its work; cannot be taken back
    #[arg(long, requires = "device")]
    destroy: bool,
}

#[derive(Args)]
pub struct AssignArguments {
    #[command(flatten)]
    which: Which,
    /// Who
    #[arg(long)]
    user: UserId,
    /// registrar, care, protection, supervisor or administrator
    #[arg(long, value_parser = ROLES)]
    role: String,
    /// Municipality code; the department's code for a supervisor or administrator
    #[arg(long)]
    place: String,
}

#[derive(Args)]
pub struct AdmitArguments {
    #[command(flatten)]
    which: Which,
    /// Hash of the last batch that is to count
    #[arg(long)]
    batch: Hash32,
}

#[derive(Args)]
pub struct MembersArguments {
    #[command(flatten)]
    which: Which,
}

#[derive(Args)]
pub struct AsideArguments {
    #[command(flatten)]
    which: Which,
}

pub fn revoke_somebody(wanted: &RevokeArguments, json: bool) -> Result<(), Error> {
    let who = match (wanted.user, wanted.device) {
        (Some(user), _) => Revoked::User(user),
        (_, Some(device)) => Revoked::Device(device),
        (None, None) => return Err(Error::UnknownMember),
    };
    let feeds = revoke(&wanted.which.department()?, &who, wanted.destroy)?;
    let text = format!("revoked; what was sent so far in {feeds} feeds counts, later work lies aside");
    say(json, &text, &json!({ "revoked": true, "feeds": feeds, "destroy": wanted.destroy }));
    Ok(())
}

pub fn assign_role(wanted: &AssignArguments, json: bool) -> Result<(), Error> {
    assign(&wanted.which.department()?, wanted.user, Role::from_word(&wanted.role), &wanted.place)?;
    say(json, "assigned", &json!({ "user": wanted.user, "role": wanted.role, "place": wanted.place }));
    Ok(())
}

pub fn admit_batch(wanted: &AdmitArguments, json: bool) -> Result<(), Error> {
    admit(&wanted.which.department()?, wanted.batch)?;
    say(json, "admitted", &json!({ "admitted": wanted.batch }));
    Ok(())
}

pub fn list_aside(wanted: &AsideArguments, json: bool) -> Result<(), Error> {
    for aside in aside(&wanted.which.department()?)? {
        let (batch, n, bytes) = (aside.batch, aside.n, aside.bytes);
        let (user, device, scope) = (aside.user, aside.device, aside.scope);
        let (sensitivity, place) = (aside.sensitivity, aside.place);
        let text = format!("{batch} {sensitivity} {place}: number {n}, {bytes} B, by {user} on {device}");
        let answer = json!({
            "batch": batch,
            "scope": scope,
            "sensitivity": sensitivity,
            "place": place,
            "n": n,
            "bytes": bytes,
            "user": user,
            "device": device,
        });
        say(json, &text, &answer);
    }
    Ok(())
}

pub fn list_members(wanted: &MembersArguments, json: bool) -> Result<(), Error> {
    for member in members(&wanted.which.department()?)? {
        let state = if member.active { "active" } else { "revoked" };
        let rights: Vec<String> =
            member.rights.iter().map(|(role, place)| format!("{role} {place}")).collect();
        let devices: Vec<String> = member
            .devices
            .iter()
            .map(|(device, active)| format!("{device}{}", if *active { "" } else { " (revoked)" }))
            .collect();
        let text = format!("{} {state} {} on {}", member.user, rights.join(", "), devices.join(", "));
        let devices: Vec<_> = member
            .devices
            .iter()
            .map(|(device, active)| json!({ "device": device, "active": active }))
            .collect();
        let rights: Vec<_> =
            member.rights.iter().map(|(role, place)| json!({ "role": role, "place": place })).collect();
        let answer = json!({
            "user": member.user,
            "active": member.active,
            "rights": rights,
            "devices": devices,
        });
        say(json, &text, &answer);
    }
    Ok(())
}
