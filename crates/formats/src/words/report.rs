//! Words of the report of figures, and of what figures tell apart.

use crate::Language;

/// Our own words of the report in one language.
pub(crate) struct ReportWords {
    pub title: &'static str,
    pub period: &'static str,
    pub compared: &'static str,
    pub now: &'static str,
    pub before: &'static str,
    pub method: &'static str,
    pub source: &'static str,
    pub limits: &'static str,
    pub small: &'static str,
    pub unknown: &'static str,
    pub at_least: &'static str,
    pub nothing: &'static str,
    pub posts: &'static str,
    pub post: &'static str,
    pub heard: &'static str,
    pub never: &'static str,
    /// How small numbers are treated; the number comes in.
    pub suppression: fn(u32) -> String,
    /// How many weeks of care teams are in it.
    pub care: fn(usize) -> String,
    /// Themes by code.
    pub themes: &'static [(&'static str, &'static str)],
    /// What is told apart, by trait.
    pub traits: &'static [(&'static str, &'static str)],
    /// Values by trait and code.
    pub values: &'static [(&'static str, &'static str, &'static str)],
}

impl Language {
    pub(crate) fn report_words(self) -> &'static ReportWords {
        match self {
            Self::Portuguese => &PT,
            Self::English => &EN,
            _ => &ES,
        }
    }

    /// The name of a theme of figures; the code where there is none.
    #[must_use]
    pub fn theme_word(self, code: &str) -> String {
        named(self.report_words().themes, code)
    }

    /// What a trait of figures is called in "by ..."; the code where there is no word.
    #[must_use]
    pub fn trait_word(self, trait_: &str) -> String {
        named(self.report_words().traits, trait_)
    }

    /// The word for a value that figures tell apart and no pack names: sexes, bands of age, states. Blank where there is
    /// none.
    #[must_use]
    pub fn figure_word(self, trait_: &str, code: &str) -> String {
        let words = self.report_words();
        let of = |trait_: &str, code: &str| {
            words
                .values
                .iter()
                .find(|(one, value, _)| *one == trait_ && *value == code)
                .map(|(.., word)| *word)
        };
        if let Some((sex, band)) = code.split_once('/').filter(|_| trait_ == "sex_age") {
            return match (of("sex", sex), of("age_band", band)) {
                (Some(sex), Some(band)) => format!("{sex}, {band}"),
                _ => String::new(),
            };
        }
        of(trait_, code).unwrap_or_default().to_owned()
    }
}

fn named(words: &[(&str, &str)], code: &str) -> String {
    words.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word).to_owned()
}

pub(crate) const ES: ReportWords = ReportWords {
    title: "Informe de cifras",
    period: "Período",
    compared: "Comparado con",
    now: "En el período",
    before: "Antes",
    method: "Qué cuenta",
    source: "Fuente",
    limits: "Qué no dice",
    small: "no se muestra",
    unknown: "sin dato",
    at_least: "al menos",
    nothing: "Nada en este período.",
    posts: "Puestos",
    post: "Puesto",
    heard: "Último registro",
    never: "ninguno",
    suppression: |below| {
        format!(
            "Los números menores de {below} no se muestran, ni los que permitirían calcularlos restando, para no \
             decir nada de unas pocas personas. No se cuenta a quien pidió no estar en cifras."
        )
    },
    care: |weeks| {
        format!(
            "De las atenciones se saben {weeks} semanas completas, contadas y firmadas por los equipos; este informe \
             no lee ningún registro de ellas."
        )
    },
    themes: &[("register", "Registro"), ("enrollment", "Adscripción"), ("care", "Atención")],
    traits: &[
        ("nationality", "Por nacionalidad"),
        ("sex", "Por sexo según el documento"),
        ("age_band", "Por edad"),
        ("sex_age", "Por sexo y edad"),
        ("outcome", "Por resultado de la elegibilidad"),
        ("group", "Por grupo cubierto"),
        ("status", "Por estado del trámite"),
        ("campaign", "Por campaña"),
        ("missing", "Por papel que falta"),
        ("complete", "Por papeles reunidos"),
        ("decision", "Por decisión"),
        ("mode", "Por modalidad"),
        ("reason", "Por motivo"),
        ("need", "Por necesidad"),
        ("need_state", "Por estado de la necesidad"),
        ("need_met", "Necesidades resueltas"),
        ("state", "Por estado"),
        ("answer", "Por días hasta la respuesta"),
        ("service", "Por servicio"),
        ("service_silent", "Servicios que no han respondido"),
    ],
    values: &[
        ("sex", "female", "Femenino"),
        ("sex", "male", "Masculino"),
        ("sex", "unknown", "Sin especificar"),
        ("sex", "", "Sin dato"),
        ("age_band", "0m", "Menores de 6 meses"),
        ("age_band", "6m", "6 meses a menos de 1 año"),
        ("age_band", "1-4", "1 a 4 años"),
        ("age_band", "5-9", "5 a 9 años"),
        ("age_band", "10-14", "10 a 14 años"),
        ("age_band", "15-19", "15 a 19 años"),
        ("age_band", "20-39", "20 a 39 años"),
        ("age_band", "40-49", "40 a 49 años"),
        ("age_band", "50-59", "50 a 59 años"),
        ("age_band", "60+", "60 años o más"),
        ("age_band", "", "Edad desconocida"),
        ("nationality", "", "Sin dato"),
        ("outcome", "", "Sin evaluar"),
        ("campaign", "", "Sin campaña"),
        ("reason", "", "Sin motivo anotado"),
        ("need", "", "Reservada"),
        ("service", "", "Sin servicio del directorio"),
        ("service_silent", "", "Sin servicio del directorio"),
        ("status", "preparada", "Preparada"),
        ("status", "presentada", "Presentada"),
        ("status", "confirmada", "Confirmada"),
        ("status", "observada", "Observada"),
        ("complete", "yes", "Sin papeles pendientes"),
        ("complete", "no", "Con papeles pendientes"),
        ("decision", "same", "La misma persona"),
        ("decision", "different", "Personas distintas"),
        ("decision", "later", "Para después"),
        ("decision", "open", "Decisión retirada"),
        ("mode", "", "Sin dato"),
        ("mode", "post", "En el puesto"),
        ("mode", "street", "En la calle o el camino"),
        ("mode", "shelter", "En un albergue"),
        ("mode", "phone", "Por teléfono"),
        ("need_state", "abierta", "Abierta"),
        ("need_state", "derivada", "Derivada"),
        ("need_state", "resuelta", "Resuelta"),
        ("need_state", "no_desea", "La persona no desea"),
        ("state", "preparada", "Preparada"),
        ("state", "enviada", "Enviada"),
        ("state", "recibida", "Recibida"),
        ("state", "aceptada", "Aceptada"),
        ("state", "rechazada", "Rechazada"),
        ("state", "atendida", "Atendida"),
        ("state", "cerrada", "Cerrada"),
        ("state", "anulada", "Anulada"),
        ("state", "pendiente", "Pendiente"),
        ("state", "hecho", "Hecho"),
        ("state", "no_localizada", "No localizada"),
        ("state", "cancelado", "Cancelado"),
        ("answer", "0-1", "El mismo día o el siguiente"),
        ("answer", "2-7", "De 2 a 7 días"),
        ("answer", "8-30", "De 8 a 30 días"),
        ("answer", "31+", "Más de 30 días"),
        ("answer", "none", "Sin respuesta"),
    ],
};

pub(crate) const EN: ReportWords = ReportWords {
    title: "Report of figures",
    period: "Period",
    compared: "Compared with",
    now: "In the period",
    before: "Before",
    method: "What it counts",
    source: "Source",
    limits: "What it does not say",
    small: "not shown",
    unknown: "not known",
    at_least: "at least",
    nothing: "Nothing in this period.",
    posts: "Posts",
    post: "Post",
    heard: "Last record",
    never: "none",
    suppression: |below| {
        format!(
            "Numbers under {below} are not shown, nor those by which they could be found by subtracting, so that \
             nothing is told of a few people. Whoever asked not to be in figures is not counted."
        )
    },
    care: |weeks| {
        format!(
            "Of the consultations {weeks} whole weeks are known, counted and signed by the teams; this report reads \
             none of their records."
        )
    },
    themes: &[("register", "Registration"), ("enrollment", "Enrollment"), ("care", "Care")],
    traits: &[
        ("nationality", "By nationality"),
        ("sex", "By sex as in the document"),
        ("age_band", "By age"),
        ("sex_age", "By sex and age"),
        ("outcome", "By result of eligibility"),
        ("group", "By covered group"),
        ("status", "By state of the procedure"),
        ("campaign", "By campaign"),
        ("missing", "By missing paper"),
        ("complete", "By papers gathered"),
        ("decision", "By decision"),
        ("mode", "By mode"),
        ("reason", "By reason"),
        ("need", "By need"),
        ("need_state", "By state of the need"),
        ("need_met", "Needs met"),
        ("state", "By state"),
        ("answer", "By days until the answer"),
        ("service", "By service"),
        ("service_silent", "Services that have not answered"),
    ],
    values: &[
        ("sex", "female", "Female"),
        ("sex", "male", "Male"),
        ("sex", "unknown", "Not specified"),
        ("sex", "", "Not known"),
        ("age_band", "0m", "Under 6 months"),
        ("age_band", "6m", "6 months to under 1 year"),
        ("age_band", "1-4", "1 to 4 years"),
        ("age_band", "5-9", "5 to 9 years"),
        ("age_band", "10-14", "10 to 14 years"),
        ("age_band", "15-19", "15 to 19 years"),
        ("age_band", "20-39", "20 to 39 years"),
        ("age_band", "40-49", "40 to 49 years"),
        ("age_band", "50-59", "50 to 59 years"),
        ("age_band", "60+", "60 years or more"),
        ("age_band", "", "Age unknown"),
        ("nationality", "", "Not known"),
        ("outcome", "", "Not assessed"),
        ("campaign", "", "No campaign"),
        ("reason", "", "No reason noted"),
        ("need", "", "Reserved"),
        ("service", "", "No service of the directory"),
        ("service_silent", "", "No service of the directory"),
        ("status", "preparada", "Prepared"),
        ("status", "presentada", "Submitted"),
        ("status", "confirmada", "Confirmed"),
        ("status", "observada", "Observed"),
        ("complete", "yes", "No papers pending"),
        ("complete", "no", "Papers pending"),
        ("decision", "same", "The same person"),
        ("decision", "different", "Different people"),
        ("decision", "later", "For later"),
        ("decision", "open", "Decision taken back"),
        ("mode", "", "Not known"),
        ("mode", "post", "At the post"),
        ("mode", "street", "On the street or the road"),
        ("mode", "shelter", "In a shelter"),
        ("mode", "phone", "By telephone"),
        ("need_state", "abierta", "Open"),
        ("need_state", "derivada", "Referred"),
        ("need_state", "resuelta", "Met"),
        ("need_state", "no_desea", "The person does not want it"),
        ("state", "preparada", "Prepared"),
        ("state", "enviada", "Sent"),
        ("state", "recibida", "Received"),
        ("state", "aceptada", "Accepted"),
        ("state", "rechazada", "Rejected"),
        ("state", "atendida", "Attended"),
        ("state", "cerrada", "Closed"),
        ("state", "anulada", "Withdrawn"),
        ("state", "pendiente", "Due"),
        ("state", "hecho", "Done"),
        ("state", "no_localizada", "Not found"),
        ("state", "cancelado", "Dropped"),
        ("answer", "0-1", "The same or the next day"),
        ("answer", "2-7", "2 to 7 days"),
        ("answer", "8-30", "8 to 30 days"),
        ("answer", "31+", "More than 30 days"),
        ("answer", "none", "No answer"),
    ],
};

pub(crate) const PT: ReportWords = ReportWords {
    title: "Relatório de números",
    period: "Período",
    compared: "Comparado com",
    now: "No período",
    before: "Antes",
    method: "O que conta",
    source: "Fonte",
    limits: "O que não diz",
    small: "não se mostra",
    unknown: "sem dado",
    at_least: "pelo menos",
    nothing: "Nada neste período.",
    posts: "Postos",
    post: "Posto",
    heard: "Último registro",
    never: "nenhum",
    suppression: |below| {
        format!(
            "Números menores que {below} não são mostrados, nem os que permitiriam calculá-los por subtração, para \
             não dizer nada de poucas pessoas. Não se conta quem pediu para não estar em números."
        )
    },
    care: |weeks| {
        format!(
            "Dos atendimentos conhecem-se {weeks} semanas completas, contadas e assinadas pelas equipes; este \
             relatório não lê nenhum registro delas."
        )
    },
    themes: &[("register", "Registro"), ("enrollment", "Adscrição"), ("care", "Atendimento")],
    traits: &[
        ("nationality", "Por nacionalidade"),
        ("sex", "Por sexo segundo o documento"),
        ("age_band", "Por idade"),
        ("sex_age", "Por sexo e idade"),
        ("outcome", "Por resultado da elegibilidade"),
        ("group", "Por grupo coberto"),
        ("status", "Por estado do trâmite"),
        ("campaign", "Por campanha"),
        ("missing", "Por papel que falta"),
        ("complete", "Por papéis reunidos"),
        ("decision", "Por decisão"),
        ("mode", "Por modalidade"),
        ("reason", "Por motivo"),
        ("need", "Por necessidade"),
        ("need_state", "Por estado da necessidade"),
        ("need_met", "Necessidades resolvidas"),
        ("state", "Por estado"),
        ("answer", "Por dias até a resposta"),
        ("service", "Por serviço"),
        ("service_silent", "Serviços que não responderam"),
    ],
    values: &[
        ("sex", "female", "Feminino"),
        ("sex", "male", "Masculino"),
        ("sex", "unknown", "Não especificado"),
        ("sex", "", "Sem dado"),
        ("age_band", "0m", "Menores de 6 meses"),
        ("age_band", "6m", "6 meses a menos de 1 ano"),
        ("age_band", "1-4", "1 a 4 anos"),
        ("age_band", "5-9", "5 a 9 anos"),
        ("age_band", "10-14", "10 a 14 anos"),
        ("age_band", "15-19", "15 a 19 anos"),
        ("age_band", "20-39", "20 a 39 anos"),
        ("age_band", "40-49", "40 a 49 anos"),
        ("age_band", "50-59", "50 a 59 anos"),
        ("age_band", "60+", "60 anos ou mais"),
        ("age_band", "", "Idade desconhecida"),
        ("nationality", "", "Sem dado"),
        ("outcome", "", "Não avaliado"),
        ("campaign", "", "Sem campanha"),
        ("reason", "", "Sem motivo anotado"),
        ("need", "", "Reservada"),
        ("service", "", "Sem serviço do diretório"),
        ("service_silent", "", "Sem serviço do diretório"),
        ("status", "preparada", "Preparada"),
        ("status", "presentada", "Apresentada"),
        ("status", "confirmada", "Confirmada"),
        ("status", "observada", "Observada"),
        ("complete", "yes", "Sem papéis pendentes"),
        ("complete", "no", "Com papéis pendentes"),
        ("decision", "same", "A mesma pessoa"),
        ("decision", "different", "Pessoas diferentes"),
        ("decision", "later", "Para depois"),
        ("decision", "open", "Decisão retirada"),
        ("mode", "", "Sem dado"),
        ("mode", "post", "No posto"),
        ("mode", "street", "Na rua ou no caminho"),
        ("mode", "shelter", "Num abrigo"),
        ("mode", "phone", "Por telefone"),
        ("need_state", "abierta", "Aberta"),
        ("need_state", "derivada", "Encaminhada"),
        ("need_state", "resuelta", "Resolvida"),
        ("need_state", "no_desea", "A pessoa não deseja"),
        ("state", "preparada", "Preparado"),
        ("state", "enviada", "Enviado"),
        ("state", "recibida", "Recebido"),
        ("state", "aceptada", "Aceito"),
        ("state", "rechazada", "Recusado"),
        ("state", "atendida", "Atendido"),
        ("state", "cerrada", "Encerrado"),
        ("state", "anulada", "Anulado"),
        ("state", "pendiente", "Pendente"),
        ("state", "hecho", "Feito"),
        ("state", "no_localizada", "Não localizada"),
        ("state", "cancelado", "Cancelado"),
        ("answer", "0-1", "No mesmo dia ou no seguinte"),
        ("answer", "2-7", "De 2 a 7 dias"),
        ("answer", "8-30", "De 8 a 30 dias"),
        ("answer", "31+", "Mais de 30 dias"),
        ("answer", "none", "Sem resposta"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_words_of_the_others() {
        let keys = |words: &ReportWords| -> Vec<(&str, &str)> {
            let values = words.values.iter().map(|(name, code, _)| (*name, *code));
            let traits = words.traits.iter().map(|(name, _)| (*name, ""));
            values.chain(traits).chain(words.themes.iter().map(|(code, _)| (*code, ""))).collect()
        };
        assert_eq!(keys(&ES), keys(&EN));
        assert_eq!(keys(&ES), keys(&PT));
        assert_eq!(Language::Spanish.figure_word("sex_age", "female/20-39"), "Femenino, 20 a 39 años");
        assert_eq!(Language::Spanish.figure_word("sex", "later word"), "");
    }
}
