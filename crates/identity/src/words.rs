//! Short words for people who compare two screens, or read something to each other.

use sha2::{Digest, Sha256};

use crate::kdf::{KdfCost, derive_key};

/// Four plain Spanish words that stand for `parts`: 32 bits of a hash. The same parts give the same words everywhere.
pub fn words_of(parts: &[&[u8]]) -> [&'static str; 4] {
    let mut hasher = Sha256::new();
    hasher.update(b"posta words");
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    of_hash(&hasher.finalize())
}

/// As [`words_of`], of something whose maker might try many until the words fit: each try costs 16 MiB and two passes
/// of Argon2id, so that the four thousand million tries take somebody's years instead of an afternoon.
pub fn slow_words_of(id: &[u8; 16]) -> [&'static str; 4] {
    const COST: KdfCost = KdfCost { memory_kib: 16 * 1024, passes: 2 };
    match derive_key(id, b"posta slow words", COST) {
        Ok(hash) => of_hash(hash.as_ref()),
        // The cost is fixed and accepted; a computer without 16 MiB shows the quick words, which then do not fit.
        Err(_) => words_of(&[id]),
    }
}

fn of_hash(hash: &[u8]) -> [&'static str; 4] {
    let mut words = ["abeja"; 4];
    for (word, byte) in words.iter_mut().zip(hash) {
        *word = WORDS.get(usize::from(*byte)).copied().unwrap_or("abeja");
    }
    words
}

/// Words of four to seven letters, without accents. No two begin with the same four letters, and no two are one letter
/// or one common misspelling (b and v, c, s and z, ll and y, a silent h) apart.
#[rustfmt::skip]
const WORDS: [&str; 256] = [
    "abeja", "abrigo", "aceite", "acero", "agua", "alba", "aldea", "altura", "amigo", "ancla", "anillo",
    "apio", "arado", "arce", "arena", "aroma", "arroyo", "atlas", "baile", "balde", "balsa", "banco",
    "barca", "barrio", "blusa", "bombo", "bosque", "botella", "brazo", "brisa", "brocha", "bronce", "bruma",
    "cabra", "cacao", "cactus", "cadena", "calle", "camello", "camisa", "campana", "canela", "canoa",
    "carta", "cascada", "castor", "cedro", "cena", "cereza", "cesta", "chacra", "charco", "ciclo", "ciervo",
    "cinta", "ciruela", "cisne", "clavel", "cobre", "cocina", "codo", "collar", "colmena", "cometa",
    "conejo", "coral", "corcho", "cordero", "corona", "correo", "crema", "cristal", "cuadro", "cueva",
    "cumbre", "danza", "deporte", "dibujo", "diente", "disco", "ducha", "dulce", "duna", "durazno",
    "encina", "enero", "erizo", "escoba", "escudo", "espejo", "espiga", "esponja", "estufa", "falda",
    "farol", "feria", "fiesta", "figura", "filtro", "flauta", "flecha", "fogata", "fresa", "frijol",
    "fruta", "fuego", "fuente", "gacela", "gafas", "garza", "girasol", "globo", "goma", "gorra", "granja",
    "grillo", "grulla", "guante", "guinda", "hacha", "helado", "hielo", "hierba", "higo", "hombro", "hongo",
    "hormiga", "horno", "huerta", "humo", "iguana", "imagen", "jaguar", "jarra", "jinete", "jueves", "jugo",
    "julio", "jungla", "kilo", "koala", "labio", "lago", "laguna", "lancha", "laurel", "lavanda", "libro",
    "liebre", "lince", "lirio", "llave", "lluvia", "lunes", "madera", "maleta", "mango", "manta", "mapa",
    "marco", "martes", "media", "mercado", "mesa", "metal", "miel", "mimbre", "mirlo", "mochila", "molino",
    "moneda", "motor", "mueble", "museo", "naranja", "nariz", "nevado", "nido", "niebla", "nieve", "nogal",
    "norte", "novela", "oasis", "oliva", "onda", "oreja", "orilla", "ostra", "paloma", "pampa", "panal",
    "papel", "parque", "pasta", "patio", "pecera", "pelota", "piano", "piedra", "pinza", "pizarra",
    "planeta", "plato", "playa", "pluma", "poncho", "pozo", "puerto", "pulpo", "queso", "quinua", "radio",
    "regalo", "reloj", "repisa", "roble", "rodilla", "romero", "rosal", "rueda", "salto", "sardina",
    "semilla", "sierra", "sombra", "tabla", "tambor", "tapete", "tapiz", "tarde", "taza", "teatro", "techo",
    "tejado", "tenis", "tesoro", "tigre", "tijera", "tomate", "tordo", "tortuga", "trigo", "trompo",
    "trucha", "trueno", "verano", "verde", "viaje", "viento", "viola", "yema", "yogur", "zafiro", "zanja",
    "zapato",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_words_are_short_plain_and_begin_differently() {
        let starts: BTreeSet<&str> = WORDS.iter().filter_map(|word| word.get(..4)).collect();
        assert_eq!(starts.len(), 256);
        for word in WORDS {
            assert!((4..=7).contains(&word.len()) && word.chars().all(|letter| letter.is_ascii_lowercase()));
        }
    }

    #[test]
    fn no_word_becomes_another_by_one_letter() {
        for (place, one) in WORDS.iter().enumerate() {
            for other in WORDS.iter().skip(place + 1) {
                assert!(distance(one, other) >= 2, "{one} {other}");
            }
        }
    }

    fn distance(one: &str, other: &str) -> usize {
        let other: Vec<char> = other.chars().collect();
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, letter) in one.chars().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, there) in other.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = (above + 1).min(row[j] + 1).min(diagonal + usize::from(letter != *there));
                diagonal = above;
            }
        }
        row[other.len()]
    }

    #[test]
    fn words_depend_on_every_part_and_on_where_a_part_ends() {
        assert_eq!(words_of(&[b"one", b"two"]), words_of(&[b"one", b"two"]));
        assert_ne!(words_of(&[b"one", b"two"]), words_of(&[b"onet", b"wo"]));
        assert_ne!(words_of(&[b"one", b"two"]), words_of(&[b"two", b"one"]));
        assert_ne!(slow_words_of(&[1; 16]), slow_words_of(&[2; 16]));
    }
}
