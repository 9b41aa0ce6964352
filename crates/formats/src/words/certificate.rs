//! Our own words of a certificate, in each language.

use crate::Language;

/// Words of a certificate in one language.
pub(crate) struct CertificateWords {
    pub title: &'static str,
    /// Above the name.
    pub says_that: &'static str,
    /// Between the name and the training.
    pub took_part: &'static str,
    pub themes: &'static str,
    pub duration: &'static str,
    pub hours: fn(u32) -> String,
    pub institution: &'static str,
    pub trainers: &'static str,
    /// Under the line for whoever signs.
    pub signature: &'static str,
}

impl Language {
    /// Our words of a certificate in this language, else in Spanish.
    pub(crate) fn certificate_words(self) -> &'static CertificateWords {
        match self {
            Self::Portuguese => &PT,
            Self::English => &EN,
            _ => &ES,
        }
    }
}

static ES: CertificateWords = CertificateWords {
    title: "Constancia de participación",
    says_that: "Se deja constancia de que",
    took_part: "participó en la capacitación",
    themes: "Temas",
    duration: "Duración",
    hours: |hours| if hours == 1 { "1 hora".to_owned() } else { format!("{hours} horas") },
    institution: "Institución",
    trainers: "Facilitación",
    signature: "Firma y sello",
};

static PT: CertificateWords = CertificateWords {
    title: "Certificado de participação",
    says_that: "Certifica-se que",
    took_part: "participou da capacitação",
    themes: "Temas",
    duration: "Duração",
    hours: |hours| if hours == 1 { "1 hora".to_owned() } else { format!("{hours} horas") },
    institution: "Instituição",
    trainers: "Facilitação",
    signature: "Assinatura e carimbo",
};

static EN: CertificateWords = CertificateWords {
    title: "Certificate of participation",
    says_that: "This is to certify that",
    took_part: "took part in the training",
    themes: "Themes",
    duration: "Duration",
    hours: |hours| if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") },
    institution: "Institution",
    trainers: "Given by",
    signature: "Signature and stamp",
};
