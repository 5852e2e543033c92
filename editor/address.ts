// Where links may lead. The same rule as in crates/crdt/src/mark.rs, which refuses what others write against it.

const LEADS = /^(https?:\/\/|mailto:|\/|#)/i;
/** What JSON would have to escape, in a place where nothing is escaped. */
const AWKWARD = /["\\\p{Cc}]/gu;
const LONGEST = 4000;

/** The address in the form in which a paper holds it; null if no link may lead there. */
export function linkAddress(typed: string | null | undefined): string | null {
  const address = (typed ?? "").trim().replace(AWKWARD, encodeURIComponent);
  const fits = LEADS.test(address) && address.isWellFormed() && new TextEncoder().encode(address).length <= LONGEST;
  return fits ? address : null;
}

/** What somebody typed where an address belongs: a name alone is taken for a website's. */
export function typedAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return linkAddress(`mailto:${text}`);
  const isName = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#].*)?$/u.test(text);
  return linkAddress(isName ? `https://${text}` : text);
}
