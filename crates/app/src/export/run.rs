//! Carrying an export out.

use std::io::Write as _;
use std::path::Path;

use posta_domain::{AuditAct, AuditRecord, DocumentId};
use posta_exports::{About, LeftOut, Table};
use posta_identity::Sensitivity;

use super::asked::{Asked, Form, bad};
use super::figures::write_figures;
use super::people::Parts;
use super::progress::Running;
use super::write::{Writing, failed};
use crate::app::App;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{ExportDone, ExportRequest};

/// What the audit calls the register and what care teams keep, as a whole.
const REGISTER: &str = "register";

impl App {
    /// Writes the register of those who agreed into a folder, for its owner only: their consents are asked person by
    /// person. Noted for the supervisors first, with the purpose. Its name tells a day and an hour, nothing else. It can be
    /// watched with [`App::export_progress`], and others work meanwhile.
    ///
    /// # Errors
    /// [`Error::NotAllowed`]; [`Error::BadInput`]: no purpose, no such folder, format, post or day, and nothing was noted;
    /// [`Error::Storage`]: it could not be noted; [`Error::Stick`]: it could not be written, and nothing of it is left;
    /// [`Error::Locked`] (also when the session ended meanwhile), [`Error::Unreadable`].
    pub fn export_run(&self, request: &ExportRequest, folder: &Path) -> Result<ExportDone, Error> {
        self.refuse_in_practice()?;
        let asked = self.read(|open| {
            open.allow(Act::ExportRegister)?;
            Asked::read(open, request)?.with_purpose()
        })?;
        if !folder.is_dir() {
            return Err(bad("folder", "folder_unknown"));
        }
        let running = self.exports.begin();
        let now = self.now();
        match asked.form {
            Form::Dhis2 | Form::Adx => self.export_figures(&asked, folder, now),
            Form::National => self.export_months(&asked, folder, now),
            Form::Csv | Form::Xlsx | Form::Fhir => self.export_people(&asked, folder, &running, now),
        }
    }

    fn export_figures(&self, asked: &Asked, folder: &Path, now: Moment) -> Result<ExportDone, Error> {
        let figures = self.read(|open| open.figures_leaving(asked, now.today))?;
        self.with(|open| open.note_register(asked, false, now))?;
        let (path, bytes) = self.write_export(folder, asked.form, now, |mut to| {
            write_figures(&mut to, asked.form, now.at, &figures).map_err(failed)?;
            Ok(to)
        })?;
        Ok(done(&path, bytes, &About::default()))
    }

    fn export_months(&self, asked: &Asked, folder: &Path, now: Moment) -> Result<ExportDone, Error> {
        let figures = self.read(|open| open.months_leaving(asked, now.today))?;
        let text = serde_json::to_vec(&figures).map_err(|error| Error::Unexpected(error.to_string()))?;
        self.with(|open| open.note_register(asked, false, now))?;
        let (path, bytes) = self.write_export(folder, asked.form, now, |mut to| {
            to.write_all(&text).map_err(|error| failed(error.into()))?;
            Ok(to)
        })?;
        Ok(done(&path, bytes, &About::default()))
    }

    fn export_people(
        &self,
        asked: &Asked,
        folder: &Path,
        running: &Running<'_>,
        now: Moment,
    ) -> Result<ExportDone, Error> {
        let (pack, care, mut about, found) = self.read(|open| {
            let care = asked.form.takes_care() && open.keeps_care();
            let page = open.registry()?.file.register_page(&asked.filter(), Default::default(), 0, 0)?;
            Ok((open.desk.pack, care, open.about(asked, now), page.total))
        })?;
        let passes = passes(asked.form, care);
        running.of(count(found.saturating_mul(passes.len() as u64)));
        self.with(|open| open.note_register(asked, care, now))?;
        let (path, bytes) = self.write_export(folder, asked.form, now, |to| {
            let mut writing = Writing::begin(to, asked.form, now.at, pack).map_err(failed)?;
            for (number, parts) in passes.iter().enumerate() {
                if let Parts::Of(table) = parts {
                    writing.table(*table).map_err(failed)?;
                }
                self.each_page(asked, *parts, |page| {
                    page.leaving.iter().try_for_each(|person| writing.add(person)).map_err(failed)?;
                    running.went_on(page.seen());
                    if number == 0 {
                        about.people = about.people.saturating_add(page.leaving.len() as u64);
                        about.left_out.add(page.left_out);
                    }
                    Ok(())
                })?;
            }
            writing.finish(&about).map_err(failed)
        })?;
        Ok(done(&path, bytes, &about))
    }
}

impl Open {
    /// Notes that the register leaves, and what of the care teams: as a whole, so that no row tells who was attended.
    fn note_register(&self, asked: &Asked, care: bool, now: Moment) -> Result<(), Error> {
        self.allow(Act::ExportRegister)?;
        let scopes = self.of(&Sensitivity::Care).filter(|_| care);
        let note = |scope: &crate::scope::OpenScope| AuditRecord {
            at: now.at,
            act: AuditAct::Exported,
            sensitivity: scope.sensitivity.as_str().into(),
            place: scope.place.clone(),
            kind: REGISTER.into(),
            record: DocumentId::NONE,
            reason: asked.form.word().into(),
            words: asked.purpose.clone(),
        };
        let records: Vec<_> = std::iter::once(self.registry()?).chain(scopes).map(note).collect();
        self.note(&records, now)
    }

    fn about(&self, asked: &Asked, now: Moment) -> About {
        About {
            at: now.at,
            by: self.desk.secrets.name.clone(),
            purpose: asked.purpose.clone(),
            from: asked.from,
            to: asked.to,
            post: if asked.post.is_empty() { String::new() } else { post_name(self.desk.pack, &asked.post) },
            people: 0,
            left_out: LeftOut::default(),
        }
    }
}

/// How often the register is gone through, and for what.
fn passes(form: Form, care: bool) -> Vec<Parts> {
    match form {
        Form::Xlsx => {
            let of_care = Table::CARE.into_iter().filter(|_| care);
            Table::REGISTRY.into_iter().chain(of_care).map(Parts::Of).collect()
        }
        Form::Fhir => vec![Parts::All { care }],
        Form::Csv | Form::Dhis2 | Form::Adx | Form::National => vec![Parts::Of(Table::People)],
    }
}

fn done(path: &Path, bytes: u64, about: &About) -> ExportDone {
    ExportDone {
        path: path.to_string_lossy().into_owned(),
        bytes: count(bytes),
        people: count(about.people),
        not_asked: count(about.left_out.not_asked),
        opposed: count(about.left_out.opposed),
    }
}
