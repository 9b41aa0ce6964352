//! The supervisor's list of everything registered in the department, with origin and time.

use chrono::NaiveDate;
use posta_store::RegisterOrder;

use crate::app::App;
use crate::catalogue::post_card;
use crate::error::Error;
use crate::home::count;
use crate::permission::Act;
use crate::view::{PostCard, ProblemView, RegisterFilter, RegisterPage};

/// Rows of a page, at most.
const MOST: u32 = 200;

impl App {
    /// A page of the register.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::BadInput`] (a day that is none), [`Error::Locked`], [`Error::Unreadable`].
    pub fn register_page(&self, filter: &RegisterFilter) -> Result<RegisterPage, Error> {
        let asked = posta_store::RegisterFilter {
            text: filter.text.clone(),
            post: filter.post.clone(),
            from: read_day("from", &filter.from)?,
            to: read_day("to", &filter.to)?,
            only_conflicts: filter.only_conflicts,
        };
        self.read(|open| {
            open.allow(Act::ViewRegister)?;
            let order = read_order(&filter.order);
            let page = open.registry()?.file.register_page(
                &asked,
                order,
                filter.offset,
                filter.limit.clamp(1, MOST),
            )?;
            let department = open.membership().department().map(|d| d.code.clone()).unwrap_or_default();
            let posts: Vec<PostCard> = open
                .desk
                .pack
                .posts
                .iter()
                .filter(|post| post.municipality.starts_with(&department))
                .map(|post| post_card(open.desk.pack, post))
                .collect();
            Ok(RegisterPage { total: count(page.total), rows: open.cards(&page.rows)?, posts })
        })
    }
}

pub(crate) fn read_day(field: &str, text: &str) -> Result<Option<NaiveDate>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let (field, code, severity) = (field.into(), "date_unreadable".into(), "error".into());
        Error::BadInput(vec![ProblemView { field, code, severity }])
    })
}

fn read_order(text: &str) -> RegisterOrder {
    match text {
        "name" => RegisterOrder::Name,
        "-name" => RegisterOrder::NameReversed,
        "post" => RegisterOrder::Post,
        "-post" => RegisterOrder::PostReversed,
        "registered_at" => RegisterOrder::OldestFirst,
        _ => RegisterOrder::NewestFirst,
    }
}
