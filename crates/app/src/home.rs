//! Inicio: today at this post, what waits, who was here last.

use posta_identity::Sensitivity;
use posta_store::{RegisterFilter, RegisterOrder, Totals};

use crate::app::App;
use crate::catalogue::{build_catalogue, choice};
use crate::error::Error;
use crate::permission::Act;
use crate::time::rfc3339;
use crate::view::{Catalogue, HomeView};

/// People shown as seen last.
const RECENT: u32 = 6;

impl App {
    /// The state of the day.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Unreadable`].
    pub fn home(&self) -> Result<HomeView, Error> {
        let now = self.now();
        self.glance(|open| {
            open.allow(Act::SeeHome)?;
            let post = &open.desk.post.code;
            let mut attended = 0;
            for care in open.of(&Sensitivity::Care) {
                attended += care.file.counts_for(post, now.today)?.consultations;
            }
            let (mut totals, mut registered, mut recent) = (Totals::default(), 0, Vec::new());
            if let Ok(registry) = open.registry() {
                totals = registry.file.totals()?;
                registered = registry.file.counts_for(post, now.today)?.registered;
                let newest = RegisterOrder::NewestFirst;
                let page = registry.file.register_page(&RegisterFilter::default(), newest, 0, RECENT)?;
                recent = open.cards(&page.rows)?;
            }
            let [undecided, later] = open.undecided_records()?;
            Ok(HomeView {
                today: now.today.to_string(),
                registered_today: count(registered),
                attended_today: count(attended),
                people: count(totals.people),
                conflicts: count(undecided),
                conflicts_later: count(later),
                pending: open.pending()?,
                last_contact: open.last_contact()?.map(rfc3339),
                recent,
                drafts: open.drafts(now)?,
                notices: count(open.waiting_notices()?),
                due: count(open.due_here(now)?),
                must_rotate: open.must_rotate(),
            })
        })
    }

    /// The words that forms of this department offer, in a language of the interface; in Spanish what the pack has no
    /// other words for.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn catalogue(&self, language: &str) -> Result<Catalogue, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeHome)?;
            let department = open.membership().department().map(|d| d.code.clone()).unwrap_or_default();
            let (pack, post) = (open.desk.pack, &open.desk.post);
            let mut catalogue = build_catalogue(pack, &department, &post.municipality, language);
            let campaign = pack.campaign_on(&post.code, now.today);
            catalogue.campaigns.extend(campaign.map(|one| choice(&one.code, &one.name, true)));
            Ok(catalogue)
        })
    }
}

pub(crate) fn count(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
