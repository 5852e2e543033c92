//! Which crate may stand on which: the direction of the arrows, read from `cargo metadata`.
//! What only tests use is free.

use super::Finding;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ARROWS: [(&str, &[&str]); 10] = [
    ("isomerge", &["register", "bridge"]),
    ("bridge", &["register"]),
    ("crdt", &["register"]),
    ("sync", &["wire"]),
    ("engine", &["crdt", "sync", "wire", "bridge", "register", "sample"]),
    ("relay", &["wire"]),
    ("register", &[]),
    ("wire", &[]),
    ("sample", &["register"]),
    // Makes the register that the bench measures.
    ("five_years", &["crdt", "sync", "register"]),
];

/// What may be nowhere in a crate's tree, and why.
const ABSENT: [(&str, &[&str], &str); 8] = [
    ("relay", &["chacha20poly1305", "hpke"], "the relay can decrypt nothing"),
    ("isomerge", &["automerge"], "the page knows the plain register alone"),
    ("isomerge", &["chacha20poly1305", "hpke", "ed25519-dalek"], "the page knows no cryptography"),
    ("register", PLATFORMS, PURE),
    ("crdt", PLATFORMS, PURE),
    ("sync", PLATFORMS, PURE),
    ("wire", PLATFORMS, PURE),
    ("sample", PLATFORMS, PURE),
];
const PURE: &str = "a pure crate knows no browser and no runtime";
const PLATFORMS: &[&str] = &["web-sys", "js-sys", "tokio", "getrandom", "rand"];

/// Checks the workspace that cargo describes.
pub fn check(metadata: &Value) -> Vec<Finding> {
    let graph = Graph::read(metadata);
    let mut findings = Vec::new();
    for (name, manifest) in &graph.members {
        let allowed = ARROWS.iter().find(|(crate_name, _)| crate_name == name).map(|(_, allowed)| *allowed);
        let direct = graph.direct.get(name).cloned().unwrap_or_default();
        for target in direct.iter().filter(|target| graph.members.contains_key(*target)) {
            if allowed.is_none_or(|allowed| !allowed.contains(&target.as_str())) {
                findings.push(Finding::new(manifest, 1, format!("{name} must not stand on {target}")));
            }
        }
        for (_, absent, why) in ABSENT.iter().filter(|(crate_name, _, _)| crate_name == name) {
            // A pure crate's dependencies may bring a platform for wasm32 (a random source's shim):
            // what counts there is what the crate itself can name.
            let reach = if *why == PURE { direct.clone() } else { graph.tree(name) };
            for found in absent.iter().filter(|banned| reach.contains(**banned)) {
                findings.push(Finding::new(manifest, 1, format!("{name} must not reach {found}: {why}")));
            }
        }
    }
    findings
}

#[derive(Default)]
struct Graph {
    /// Name → manifest's path, for the workspace's own crates.
    members: BTreeMap<String, String>,
    /// Name → names of normal dependencies.
    direct: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read(metadata: &Value) -> Self {
        let mut graph = Self::default();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let root = text(&metadata["workspace_root"]);
        let mut names = BTreeMap::new();
        let own: BTreeSet<String> = list(&metadata["workspace_members"]).iter().map(text).collect();
        for package in list(&metadata["packages"]) {
            let (id, name) = (text(&package["id"]), text(&package["name"]));
            if own.contains(&id) {
                let manifest = text(&package["manifest_path"]);
                let short =
                    manifest.strip_prefix(&root).unwrap_or(&manifest).trim_start_matches('/').to_owned();
                graph.members.insert(name.clone(), short);
            }
            names.insert(id, name);
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let Some(name) = names.get(&text(&node["id"])) else { continue };
            let normal = list(&node["deps"])
                .iter()
                .filter(|dependency| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()))
                .filter_map(|dependency| names.get(&text(&dependency["pkg"])).cloned())
                .collect::<BTreeSet<_>>();
            graph.direct.entry(name.clone()).or_default().extend(normal);
        }
        graph
    }

    fn tree(&self, name: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            for target in self.direct.get(&next).into_iter().flatten() {
                if seen.insert(target.clone()) {
                    open.push(target.clone());
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn workspace(from: &str, to: &str, kind: &Value) -> Value {
        let package = |name: &str| json!({ "id": name, "name": name, "manifest_path": format!("/w/{name}/Cargo.toml") });
        let packages =
            ["relay", "sync", "wire", "isomerge", "register", "leptos", "automerge", "tokio"].map(package);
        json!({
            "workspace_root": "/w",
            "workspace_members": ["relay", "sync", "wire", "isomerge", "register"],
            "packages": packages,
            "resolve": { "nodes": [
                { "id": from, "deps": [{ "pkg": to, "dep_kinds": [{ "kind": kind }] }] },
                { "id": "leptos", "deps": [{ "pkg": "automerge", "dep_kinds": [{ "kind": null }] }] },
            ]},
        })
    }

    #[test]
    fn the_relay_stands_on_wire_alone() {
        assert_eq!(check(&workspace("relay", "wire", &Value::Null)), []);
        assert_eq!(
            check(&workspace("relay", "sync", &Value::Null)),
            [Finding::new("relay/Cargo.toml", 1, "relay must not stand on sync")]
        );
    }

    #[test]
    fn what_only_tests_use_is_free() {
        assert_eq!(check(&workspace("relay", "sync", &json!("dev"))), []);
    }

    #[test]
    fn automerge_is_found_behind_another_crate() {
        assert_eq!(check(&workspace("isomerge", "leptos", &Value::Null)).len(), 1);
    }

    #[test]
    fn a_pure_crate_names_no_runtime() {
        assert_eq!(check(&workspace("register", "tokio", &Value::Null)).len(), 1);
    }
}
