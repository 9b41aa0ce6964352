//! From the words of the command line to one act of `app`.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use posta_app::App;
use posta_app::view::{AuditFilter, ConsentInput, EnrollmentInput, FieldEdit};
use serde_json::json;

use crate::args::{Args, Command};
use crate::outcome::{Failure, Outcome};
use crate::password::{read_host_password, read_new_password, read_password};
use crate::{
    attach, beside, carry, enrollment, export, figures, linkage, national, print, recovery, synthetic,
};

/// Carries out the command.
///
/// # Errors
/// What could not be done, with its exit code.
pub async fn run(args: Args) -> Result<Outcome, Failure> {
    let home = args.home;
    let user = args.user;
    match args.command {
        Command::Schema => {
            let schema = posta_domain::import::schema();
            let text = format!("{schema:#}\n");
            Ok(Outcome::new(schema, text))
        }
        Command::Synthetic { people, seed, post, consultations } => {
            synthetic::write_lines(people, seed, post.as_deref(), consultations)
        }
        Command::Linkage(act) => linkage::run(&act),
        Command::Join { server, code, file, host } => {
            let app = App::open(&need_home(home)?)?;
            if !app.profile()?.users.is_empty() && app.profile()?.joining.is_none() {
                app.unlock_by_name(host.as_deref(), &read_host_password()?)?;
            }
            let session = match file {
                None => app.join(&server, &code, &read_password()?).await?,
                Some(file) => app.join_from_file(&file, &at_server(&server, code), &read_password()?)?,
            };
            Ok(print::session(&session))
        }
        Command::ResumeJoin => {
            let app = App::open(&need_home(home)?)?;
            Ok(print::session(&app.resume_join(&read_password()?).await?))
        }
        Command::Recover(recover) => recovery::run(&need_home(home)?, user, recover),
        Command::Attach(step) => attach::run(&need_home(home)?, user.as_deref(), step, args.json),
        Command::Password => {
            let old = read_password()?;
            let app = App::open(&need_home(home)?)?;
            let session = app.unlock_by_name(user.as_deref(), &old)?;
            app.change_password(&old, &read_new_password()?)?;
            Ok(print::session(&session))
        }
        Command::Import { file } => {
            let app = unlock(home, user)?;
            let report = app.import(BufReader::new(File::open(file).map_err(Failure::File)?))?;
            Ok(print::import(&report))
        }
        Command::ImportTable { file, columns, preview } => {
            let app = unlock(home, user)?;
            if preview {
                return Ok(print::table(&app.preview_table(&file, &columns)?));
            }
            Ok(print::import(&app.import_table(&file, &columns)?))
        }
        Command::Find { text, limit } => Ok(print::people(&unlock(home, user)?.find_people(&text, limit)?)),
        Command::Show { id } => Ok(print::person(&unlock(home, user)?.person(&id)?)),
        Command::Edit { id, edits } => {
            let edits = edits.iter().map(|edit| split_edit(edit)).collect::<Result<Vec<_>, _>>()?;
            Ok(print::saved(&unlock(home, user)?.edit_person(&id, &edits)?))
        }
        Command::Enroll { id, program, facility, answers, seen } => {
            let input = EnrollmentInput {
                program,
                facility,
                answers: enrollment::read_answers(&answers)?,
                requirements: enrollment::read_seen(&seen)?,
                ..EnrollmentInput::default()
            };
            Ok(print::saved(&unlock(home, user)?.enroll_person(&id, &input)?))
        }
        Command::Consent { id, decisions, language, interpreter, mode } => {
            let decisions = enrollment::read_decisions(&decisions)?;
            let input = ConsentInput { language, interpreter, mode, decisions, ..ConsentInput::default() };
            Ok(print::saved(&unlock(home, user)?.record_consent(&id, &input)?))
        }
        Command::Slip { id, paper, language, out } => {
            let saved = unlock(home, user)?.save_slip(&id, &paper, &language, &out)?;
            Ok(Outcome::new(json!(saved), format!("{}\n", saved.path)))
        }
        Command::Export(asked) => export::run(&unlock(home, user)?, asked),
        Command::Sync => {
            let report = unlock(home, user)?.sync_now().await?;
            Ok(print::sync(&report))
        }
        Command::National(act) => national::run(&unlock(home, user)?, &act),
        Command::Figures(act) => figures::run(&unlock(home, user)?, act),
        Command::Carry(act) => carry::run(&unlock(home, user)?, act),
        Command::Beside(side) => beside::run(std::sync::Arc::new(unlock(home, user)?), side, args.json).await,
        Command::Status => Ok(print::status(&unlock(home, user)?.status()?)),
        Command::Digest => Ok(print::digest(&unlock(home, user)?.digest()?)),
        Command::Check { audit: false } => Ok(print::check(&unlock(home, user)?.check()?)),
        Command::Check { audit: true } => Ok(print::audit_faults(&unlock(home, user)?.check_audit()?)),
        Command::Members => Ok(print::members(&unlock(home, user)?.members()?)),
        Command::Audit { by, record, limit } => {
            let filter = AuditFilter { user: by, record, limit, ..AuditFilter::default() };
            Ok(print::audit(&unlock(home, user)?.audit_page(&filter)?))
        }
    }
}

/// A code together with the server where it is good, as the picture of an invitation has them.
fn at_server(server: &str, code: String) -> String {
    if server.is_empty() || code.contains(':') { code } else { format!("posta:join?s={server}&c={code}") }
}

fn need_home(home: Option<PathBuf>) -> Result<PathBuf, Failure> {
    home.ok_or_else(|| Failure::Usage("which device? give --home DIR".into()))
}

fn unlock(home: Option<PathBuf>, user: Option<String>) -> Result<App, Failure> {
    let app = App::open(&need_home(home)?)?;
    app.unlock_by_name(user.as_deref(), &read_password()?)?;
    Ok(app)
}

fn split_edit(edit: &str) -> Result<FieldEdit, Failure> {
    let (field, value) =
        edit.split_once('=').ok_or_else(|| Failure::Usage("an edit is written FIELD=VALUE".into()))?;
    Ok(FieldEdit { field: field.into(), value: value.into() })
}
