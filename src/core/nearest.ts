import leven from 'leven';

/**
 * The names a person may have meant, best first: names that begin with what was typed, then names a few
 * typing errors away (a third of the length, at least two). Letter case is not an error. Of two equally far
 * the one that begins more alike comes first: typing errors are rarely in the first letters.
 */
export function nearest(typed: string, names: readonly string[], limit = 3): readonly string[] {
  const wanted = typed.toLowerCase();
  if (wanted === '') return [];
  const allowed = Math.max(2, Math.floor(wanted.length / 3));
  return [...new Set(names)]
    .map(name => {
      const lower = name.toLowerCase();
      return { name, distance: distanceTo(wanted, lower, allowed), shared: sharedStart(wanted, lower) };
    })
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance || b.shared - a.shared || a.name.localeCompare(b.name, 'en'))
    .slice(0, limit)
    .map(({ name }) => name);
}

function distanceTo(wanted: string, name: string, allowed: number): number {
  if (wanted.length >= 3 && name.startsWith(wanted)) return name === wanted ? 0 : 1;
  if (Math.abs(wanted.length - name.length) > allowed) return Number.POSITIVE_INFINITY;
  return leven(wanted, name);
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
