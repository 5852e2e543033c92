//! One content security policy: what the relay sends is what a static site's page says of itself.

use super::Finding;
use super::tree::Tree;

const STATIC: &str = "content-security-policy.txt";
const SERVED: &str = "crates/relay/src/assets.rs";
const CONSTANT: &str = "CONTENT_SECURITY_POLICY: &str = ";

/// Compares the two, line breaks aside.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(wanted), Some(code)) = (tree.text(STATIC), tree.text(SERVED)) else { return Vec::new() };
    let served = code.split(CONSTANT).nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or_default();
    if words(wanted) == words(&served.replace('\\', " ")) {
        return Vec::new();
    }
    vec![Finding::new(SERVED, 1, format!("the policy differs from {STATIC}"))]
}

fn words(policy: &str) -> Vec<&str> {
    policy.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_differs_is_found() {
        let served = |policy: &str| format!("pub const {CONSTANT}\"default-src 'none'; \\\n    {policy}\";");
        let check = |policy| check(&Tree::of(&[(STATIC, "default-src 'none'; img-src 'self'"), (SERVED, &served(policy))]));
        assert_eq!(check("img-src 'self'"), []);
        assert_eq!(check("img-src *").len(), 1);
    }
}
