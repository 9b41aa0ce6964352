//! Papers: what is read off a document or a card, and what is printed.

mod card;
mod mrz;
mod own_card;
mod print;
mod registration;
mod sheet;
mod slip;

pub(crate) use card::{card_code, read_card};
pub(crate) use print::{bad, pages, read_language, read_paper, save_pdf};
pub(crate) use slip::read_slip_language;
