//! Haitian Creole. Not reviewed by anybody who speaks it with patients: every print says so.

use super::{State, Words};

pub(crate) static HT: Words = Words {
    slip_title: "Fich enskripsyon",
    unnamed: "San non deklare",
    state_heading: "Kote demach la ye",
    prepared: State {
        word: "prepare",
        sentence: "Dosye ou pare nan pòs la. Li rete pou yo prezante l bay pwogram nan.",
    },
    submitted: State {
        word: "prezante",
        sentence: "Yo remèt dosye ou bay pwogram nan. N ap tann repons lan.",
    },
    confirmed: State { word: "konfime", sentence: "Pwogram nan konfime enskripsyon ou." },
    observed: State {
        word: "retounen",
        sentence: "Pwogram nan voye dosye ou tounen ak yon remak. Mande nan pòs la sa ki pou korije.",
    },
    not_the_confirmation: "Fich sa a se pa konfimasyon ofisyèl la.",
    number_heading: "Nimewo ofisyèl",
    covered_heading: "Kouvèti ou",
    to_confirm_heading: "Pou konfime",
    orientation_heading: "Oryantasyon",
    norm_heading: "Lwa",
    missing_heading: "Sa ki rete pou pote",
    missing_note: "Ou ka pote l pita.",
    next_heading: "Pwochen etap",
    facility_heading: "Sant sante",
    post_heading: "Anrejistreman",
    qr_alt: "Kòd QR kat la",
    readers: "Fich sa a se pou ou: se ou ki deside ki moun ki wè l. Kòd la pa gen non ou ni lòt enfòmasyon; se sèlman yon pòs anrejistreman ki ka li l.",
    facility_reads: "Ak pèmisyon ou, sant sante ki make a ka resevwa yon kopi dosye ou.",
    card_title: "Kat anrejistreman",
    card_line: "Montre l nan nenpòt pòs anrejistreman. Kòd la pa gen non ou ni lòt enfòmasyon.",
    sheet_title: "Dwa ak papye pou pote",
    page_word: "Paj",
    of_word: "sou",
    not_reviewed: "Tradiksyon ki poko revize",
    // Own list: the usual tables carry French names (domain.md section 8).
    months: [
        "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm",
        "desanm",
    ],
    date: |day, month, year| format!("{day} {month} {year}"),
};
