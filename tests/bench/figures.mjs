// Numbers from samples. An empty sample has none.

export const sorted = (samples) => [...samples].sort((a, b) => a - b);

export function median(samples) {
  const all = sorted(samples);
  if (all.length === 0) return null;
  const middle = Math.floor(all.length / 2);
  return all.length % 2 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}

export function percentile(samples, percent) {
  const all = sorted(samples);
  if (all.length === 0) return null;
  return all[Math.min(all.length - 1, Math.ceil((percent / 100) * all.length) - 1)];
}
