//! Named parameters as numbers.

/// A statement with `$1` in the place of the first name, and the names in that order. Names are lower case, begin with
/// `:` and stand outside of quotes; `::` is none.
pub fn numbered(sql: &str) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::with_capacity(sql.len()), Vec::<String>::new());
    let mut rest = sql;
    let mut quote = None;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let length = after.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        match (quote, letter) {
            (None, ':') if length > 0 => {
                let (name, end) = rest.split_at(length + 1);
                let place = names.iter().position(|known| known == name).unwrap_or_else(|| {
                    names.push(name.to_owned());
                    names.len() - 1
                });
                text.push_str(&format!("${}", place + 1));
                rest = end;
                continue;
            }
            (None, ':') if after.starts_with(':') => {
                text.push_str("::");
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        text.push(letter);
        rest = after;
    }
    (text, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_numbers_once_each_and_quotes_and_casts_stay() {
        let (text, names) =
            numbered("SELECT ':no', \":no\", :b::bytea, a FROM t WHERE x = :a AND y = :b AND z = ':a'");
        assert_eq!(text, "SELECT ':no', \":no\", $1::bytea, a FROM t WHERE x = $2 AND y = $1 AND z = ':a'");
        assert_eq!(names, [":b", ":a"]);
    }
}
