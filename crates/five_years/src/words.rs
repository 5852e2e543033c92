//! Words as they stand in such registers: texts of a natural length and variety compress and merge as real ones do.

use crate::chance::Chance;

const SUBJECTS: &[&str] = &[
    "the service desk",
    "our hosting partner",
    "the plant in Lyon",
    "the finance team",
    "the board",
    "a former employee",
    "the backup operator",
    "the cloud tenant",
    "an unpatched gateway",
    "the payroll system",
    "the production network",
    "a lost notebook",
    "the identity provider",
    "the supplier of the ERP",
    "the development team",
    "the data centre",
    "a subcontractor",
    "the sales department",
    "the works council",
    "the customer portal",
    "the emergency plan",
    "the access review",
    "a shared mailbox",
    "the laboratory",
];
const VERBS: &[&str] = &[
    "reports",
    "delays",
    "reviews",
    "encrypts",
    "loses",
    "replaces",
    "approves",
    "tests",
    "documents",
    "questions",
    "monitors",
    "restores",
    "exposes",
    "renews",
    "withdraws",
    "accepts",
    "reduces",
    "repeats",
    "postpones",
    "funds",
    "audits",
    "isolates",
    "explains",
    "signs",
];
const OBJECTS: &[&str] = &[
    "the personnel files",
    "last quarter's figures",
    "the recovery test",
    "three open findings",
    "the supplier contract",
    "the risk treatment plan",
    "customer data",
    "the awareness campaign",
    "two administrator accounts",
    "the firewall rules",
    "the annual budget",
    "the key ceremony",
    "an exception until June",
    "the incident report",
    "the training records",
    "the spare capacity",
    "the remote access",
    "the log retention",
    "the second factor",
    "the visitor register",
    "the design drawings",
    "the maintenance window",
    "the certificate",
    "the insurance terms",
];
const MANNERS: &[&str] = &[
    "without notice",
    "before the audit",
    "as agreed in spring",
    "for the second time",
    "within the quarter",
    "after the outage",
    "on the proposal of the CISO",
    "with reservations",
    "at no extra cost",
    "by the end of May",
    "while travelling",
    "under the new contract",
    "in both sites",
    "despite the freeze",
    "since the merger",
];
const NAMES: &[&str] = &[
    "Ada Brandt",
    "Ben Okafor",
    "Chiara Rossi",
    "David Novák",
    "Elif Yılmaz",
    "François Petit",
    "Grete Sørensen",
    "Hiro Tanaka",
    "Ines Ferreira",
    "Jonas Weber",
    "Karim Haddad",
    "Lena Schäfer",
];

fn word(chance: &mut Chance, all: &'static [&'static str]) -> &'static str {
    chance.of(all).copied().unwrap_or_default()
}

/// The name of one of the team.
pub fn name(number: usize) -> String {
    NAMES.get(number % NAMES.len()).copied().unwrap_or_default().to_owned()
}

/// A few words without a full stop.
pub fn title(chance: &mut Chance) -> String {
    let (subject, verb, object) = (word(chance, SUBJECTS), word(chance, VERBS), word(chance, OBJECTS));
    capital(&format!("{subject} {verb} {object}"))
}

/// A short name of a thing.
pub fn thing(chance: &mut Chance) -> String {
    let all = if chance.once_in(2) { SUBJECTS } else { OBJECTS };
    capital(word(chance, all))
}

/// A sentence with its full stop.
pub fn sentence(chance: &mut Chance) -> String {
    let number = chance.below(90) + 10;
    let manner = word(chance, MANNERS);
    match chance.below(3) {
        0 => format!("{} {manner}.", title(chance)),
        1 => format!("{}, item {number}, {manner}.", title(chance)),
        _ => {
            format!("{}, and {} {} it {manner}.", title(chance), word(chance, SUBJECTS), word(chance, VERBS))
        }
    }
}

/// Sentences of at least so many characters, cut to them.
pub fn prose(chance: &mut Chance, length: usize) -> String {
    let mut text = String::with_capacity(length + 120);
    while text.len() < length {
        text.push_str(&sentence(chance));
        text.push(' ');
    }
    text.chars().take(length).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
