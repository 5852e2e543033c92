use register::kind::KINDS;
use register::{Field, FieldType, Kind};
use std::collections::BTreeSet;

fn is_lower_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn all_fields(kind: &'static Kind) -> impl Iterator<Item = &'static Field> {
    kind.fields.iter().chain(kind.rows.iter().flat_map(|rows| rows.fields))
}

#[test]
fn a_kind_is_found_by_its_name_and_names_its_clause() {
    for kind in KINDS {
        assert!(is_lower_snake(kind.name), "{}", kind.name);
        assert_eq!(Kind::by_name(kind.name).map(|found| found.name), Some(kind.name));
        assert!(!kind.clause.is_empty(), "{}", kind.name);
    }
    let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), KINDS.len());
}

#[test]
fn keys_are_unique_in_their_place_and_fit_into_the_document() {
    for kind in KINDS {
        let mut own: Vec<&str> = kind.fields.iter().map(|field| field.key).collect();
        own.extend(kind.rows.iter().map(|rows| rows.key));
        own.push(register::field::ARCHIVED);
        let unique: BTreeSet<_> = own.iter().collect();
        assert_eq!(unique.len(), own.len(), "{}", kind.name);
        for rows in kind.rows {
            let unique: BTreeSet<_> = rows.fields.iter().map(|field| field.key).collect();
            assert_eq!(unique.len(), rows.fields.len(), "{}/{}", kind.name, rows.key);
            assert!(is_lower_snake(rows.key));
        }
        assert!(all_fields(kind).all(|field| is_lower_snake(field.key)), "{}", kind.name);
    }
}

#[test]
fn the_title_is_a_required_line_of_the_table() {
    for kind in KINDS {
        let title = kind.fields.iter().find(|field| field.key == kind.title).expect(kind.name);
        assert!(
            title.required && title.in_table && matches!(title.ty, FieldType::Line { .. }),
            "{}",
            kind.name
        );
    }
}

#[test]
fn numbers_of_different_kinds_are_told_apart_and_have_their_field() {
    let prefixes: Vec<&str> =
        KINDS.iter().map(|kind| kind.prefix).filter(|prefix| !prefix.is_empty()).collect();
    assert_eq!(prefixes.iter().collect::<BTreeSet<_>>().len(), prefixes.len());
    for kind in KINDS {
        let has_reference = kind.fields.iter().any(|field| field.ty == FieldType::Reference);
        assert_eq!(has_reference, !kind.prefix.is_empty(), "{}", kind.name);
    }
}

#[test]
fn choices_are_unique_and_lower_snake_and_links_lead_to_kinds_that_exist() {
    for field in KINDS.iter().copied().flat_map(all_fields) {
        match field.ty {
            FieldType::Choice(choices) => {
                assert!(choices.iter().all(|choice| is_lower_snake(choice)), "{}", field.key);
                assert_eq!(choices.iter().collect::<BTreeSet<_>>().len(), choices.len(), "{}", field.key);
            }
            FieldType::Link(kinds) => {
                assert!(kinds.iter().all(|name| Kind::by_name(name).is_some()), "{}", field.key);
            }
            _ => {}
        }
    }
}

#[test]
fn reviews_and_documents_have_a_paper() {
    let with_paper: Vec<&str> = KINDS.iter().filter(|kind| kind.has_paper()).map(|kind| kind.name).collect();
    assert_eq!(with_paper, ["management_review", "document"]);
}
