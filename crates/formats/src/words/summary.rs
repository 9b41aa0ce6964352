//! Our own words of a summary, in each language.

use crate::Language;

/// Words of a summary in one language.
pub(crate) struct SummaryWords {
    pub title: &'static str,
    /// In the order of [`posta_domain::SummaryItem::WORDS`].
    pub items: [&'static str; 10],
    /// Weeks not known.
    pub pregnant: &'static str,
    pub weeks: fn(u8) -> String,
    /// Normal, soon, at once.
    pub urgency: [&'static str; 3],
    /// Of an open referral: prepared, sent, received, accepted.
    pub states: [&'static str; 4],
    /// A visit, a referral.
    pub follow_ups: [&'static str; 2],
    pub qr_alt: &'static str,
    /// That the person chose, and that the code says the same.
    pub readers: &'static str,
}

impl Language {
    /// Our words of a summary in this language, else in Spanish.
    pub(crate) fn summary_words(self) -> &'static SummaryWords {
        match self {
            Self::Portuguese => &PT,
            Self::English => &EN,
            Self::French => &FR,
            Self::HaitianCreole => &HT,
            Self::Spanish | Self::Aymara | Self::Quechua | Self::Guarani => &ES,
        }
    }
}

static ES: SummaryWords = SummaryWords {
    title: "Resumen para el siguiente puesto",
    items: [
        "Nombre",
        "Año de nacimiento",
        "Idioma",
        "Cobertura",
        "Embarazo",
        "Enfermedades crónicas",
        "Medicinas interrumpidas",
        "Necesidades abiertas",
        "Derivaciones abiertas",
        "Próximo seguimiento",
    ],
    pregnant: "sí",
    weeks: |weeks| format!("{weeks} semanas"),
    urgency: ["normal", "pronta", "inmediata"],
    states: ["preparada", "enviada", "recibida", "aceptada"],
    follow_ups: ["ver a la persona", "ver qué pasó con la derivación"],
    qr_alt: "Código QR con lo mismo que dice esta hoja",
    readers: "Usted eligió lo que dice esta hoja; el código dice lo mismo y nada más, y quien lo escanea puede leerlo. La hoja es suya: usted decide a quién la muestra, y puede romperla.",
};

static PT: SummaryWords = SummaryWords {
    title: "Resumo para o próximo posto",
    items: [
        "Nome",
        "Ano de nascimento",
        "Idioma",
        "Cobertura",
        "Gravidez",
        "Doenças crônicas",
        "Medicamentos interrompidos",
        "Necessidades em aberto",
        "Encaminhamentos em aberto",
        "Próximo acompanhamento",
    ],
    pregnant: "sim",
    weeks: |weeks| format!("{weeks} semanas"),
    urgency: ["normal", "em breve", "imediata"],
    states: ["preparado", "enviado", "recebido", "aceito"],
    follow_ups: ["ver a pessoa", "ver o que houve com o encaminhamento"],
    qr_alt: "Código QR com o mesmo que diz esta folha",
    readers: "Você escolheu o que esta folha diz; o código diz o mesmo e nada mais, e quem o escaneia pode lê-lo. A folha é sua: você decide a quem mostrá-la, e pode rasgá-la.",
};

static EN: SummaryWords = SummaryWords {
    title: "Summary for the next post",
    items: [
        "Name",
        "Year of birth",
        "Language",
        "Coverage",
        "Pregnancy",
        "Chronic illnesses",
        "Interrupted medicines",
        "Open needs",
        "Open referrals",
        "Next follow-up",
    ],
    pregnant: "yes",
    weeks: |weeks| format!("{weeks} weeks"),
    urgency: ["normal", "soon", "immediate"],
    states: ["prepared", "sent", "received", "accepted"],
    follow_ups: ["to see the person", "to see what became of the referral"],
    qr_alt: "QR code that says the same as this sheet",
    readers: "You chose what this sheet says; the code says the same and nothing else, and whoever scans it can read it. The sheet is yours: you decide who sees it, and you may tear it up.",
};

static FR: SummaryWords = SummaryWords {
    title: "Résumé pour le poste suivant",
    items: [
        "Nom",
        "Année de naissance",
        "Langue",
        "Couverture",
        "Grossesse",
        "Maladies chroniques",
        "Médicaments interrompus",
        "Besoins ouverts",
        "Orientations ouvertes",
        "Prochain suivi",
    ],
    pregnant: "oui",
    weeks: |weeks| format!("{weeks} semaines"),
    urgency: ["normale", "bientôt", "immédiate"],
    states: ["préparée", "envoyée", "reçue", "acceptée"],
    follow_ups: ["revoir la personne", "voir ce qu’est devenue l’orientation"],
    qr_alt: "Code QR qui dit la même chose que cette feuille",
    readers: "Vous avez choisi ce que dit cette feuille ; le code dit la même chose et rien d’autre, et celui qui le scanne peut le lire. La feuille est à vous : vous décidez qui la voit, et vous pouvez la déchirer.",
};

static HT: SummaryWords = SummaryWords {
    title: "Rezime pou pwochen pòs la",
    items: [
        "Non",
        "Ane nesans",
        "Lang",
        "Kouvèti",
        "Gwosès",
        "Maladi kwonik",
        "Medikaman ki kanpe",
        "Bezwen ki louvri",
        "Referans ki louvri",
        "Pwochen suivi",
    ],
    pregnant: "wi",
    weeks: |weeks| format!("{weeks} semèn"),
    urgency: ["nòmal", "byento", "imedyat"],
    states: ["prepare", "voye", "resevwa", "aksepte"],
    follow_ups: ["wè moun nan", "wè sa referans lan tounen"],
    qr_alt: "Kòd QR ki di menm bagay ak fèy sa a",
    readers: "Se ou ki chwazi sa fèy sa a di; kòd la di menm bagay la e pa anyen anplis, epi moun ki eskane l ka li l. Fèy la se pou ou: se ou ki deside ki moun ki wè l, epi ou ka chire l.",
};
