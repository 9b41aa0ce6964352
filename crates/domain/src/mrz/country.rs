//! Countries as the zone writes them.

/// ISO 3166-1: alpha-3 and alpha-2, one country a line (249; taken from pycountry 26.2.16).
const TABLE: &str = include_str!("countries.txt");

/// The code under which the registry stores a country of the zone: alpha-2 of ISO 3166-1, `DE` for `D`, and `XXA`,
/// `XXB`, `XXC`, `XXX` as they are. None for organisations and for the `UTO` of specimens.
pub fn alpha2(code: &str) -> Option<&'static str> {
    match code {
        "D" => return Some("DE"),
        "XXA" => return Some("XXA"),
        "XXB" => return Some("XXB"),
        "XXC" => return Some("XXC"),
        "XXX" => return Some("XXX"),
        _ => {}
    }
    TABLE
        .lines()
        .find_map(|line| line.split_once(' ').filter(|(alpha3, _)| *alpha3 == code).map(|(_, two)| two))
}

/// The alpha-3 code of a country that the registry stores as alpha-2; none for what is no country of ISO 3166-1.
pub fn alpha3(code: &str) -> Option<&'static str> {
    TABLE
        .lines()
        .find_map(|line| line.split_once(' ').filter(|(_, alpha2)| *alpha2 == code).map(|(three, _)| three))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_registry_stores_leads_back_to_what_the_zone_writes() {
        assert_eq!((alpha3("VE"), alpha3("HT"), alpha3("DE")), (Some("VEN"), Some("HTI"), Some("DEU")));
        assert_eq!((alpha3("XXA"), alpha3(""), alpha3("VEN")), (None, None, None));
        let all = TABLE.lines().filter_map(|line| line.split_once(' '));
        assert!(all.into_iter().all(|(three, two)| alpha3(two) == Some(three) && alpha2(three) == Some(two)));
    }
}
