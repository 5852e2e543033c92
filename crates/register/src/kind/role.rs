//! Roles, responsibilities and authorities (5.3), with the competences that they require and their part in
//! activities and themes.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Role.
pub static ROLE: Kind = Kind {
    name: "role",
    clause: "5.3, 7.2",
    prefix: "RO",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("holder", Ty::Link(&["person"])).required().in_table(),
        Field::new("deputy", Ty::Link(&["person"])),
        Field::new("mandate", Ty::Choice(&["none", "conformity", "reporting", "both"])).in_table(),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("responsibilities", Ty::Note { max: 4000 }).required(),
        Field::new("authorities", Ty::Note { max: 4000 }).required(),
        Field::new("assigned_by", Ty::Link(&["person"])),
        Field::new("from", Ty::Date).in_table(),
        Field::new("until", Ty::Date),
    ],
    rows: &[
        Rows {
            key: "competences",
            fields: &[
                Field::new("competence", Ty::Line { max: 200 }).required(),
                Field::new("level", Ty::Choice(&["basic", "skilled", "expert"])),
            ],
        },
        Rows {
            key: "raci",
            fields: &[
                Field::new("activity", Ty::Link(&["business_activity"])),
                Field::new("theme", Ty::Choice(&["organizational", "people", "physical", "technological"])),
                Field::new(
                    "part",
                    Ty::Choice(&["responsible", "accountable", "both", "consulted", "informed"]),
                ),
            ],
        },
    ],
};
