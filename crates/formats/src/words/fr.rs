//! French. Not reviewed by anybody who speaks it with patients: every print says so.

use super::{State, Words};

pub(crate) static FR: Words = Words {
    slip_title: "Fiche d’inscription",
    unnamed: "Sans nom déclaré",
    state_heading: "État de la démarche",
    prepared: State {
        word: "préparée",
        sentence: "Votre dossier est prêt au poste. Il reste à le présenter au programme.",
    },
    submitted: State {
        word: "présentée",
        sentence: "Votre dossier a été remis au programme. Sa réponse est attendue.",
    },
    confirmed: State { word: "confirmée", sentence: "Le programme a confirmé votre inscription." },
    observed: State {
        word: "renvoyée",
        sentence: "Le programme a renvoyé votre dossier avec une remarque. Demandez au poste ce qu’il faut corriger.",
    },
    not_the_confirmation: "Cette fiche n’est pas la confirmation officielle.",
    number_heading: "Numéro officiel",
    covered_heading: "Votre couverture",
    to_confirm_heading: "À confirmer",
    orientation_heading: "Orientation",
    norm_heading: "Norme",
    missing_heading: "Encore à apporter",
    missing_note: "Vous pouvez l’apporter plus tard.",
    next_heading: "Prochaine étape",
    facility_heading: "Établissement de santé",
    post_heading: "Enregistrement",
    qr_alt: "Code QR de la carte",
    readers: "Cette fiche est à vous : vous décidez qui la voit. Le code ne contient ni votre nom ni d’autres données ; seul un poste d’enregistrement peut le lire.",
    facility_reads: "Avec votre permission, l’établissement indiqué peut recevoir une copie de votre dossier.",
    card_title: "Carte d’enregistrement",
    card_line: "Montrez-la dans tout poste d’enregistrement. Le code ne contient ni votre nom ni d’autres données.",
    sheet_title: "Droits et pièces à fournir",
    page_word: "Page",
    of_word: "sur",
    not_reviewed: "Traduction non révisée",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    date: |day, month, year| {
        let day = if day == 1 { "1er".into() } else { day.to_string() };
        format!("{day} {month} {year}")
    },
};
