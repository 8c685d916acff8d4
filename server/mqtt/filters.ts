/** A set of MQTT filters that finds the ones a topic matches without trying each. */
export type Filters = {
  add(filter: string): void;
  delete(filter: string): void;
  /** The filters of the set that match a topic (MQTT 3.1.1, 4.7), each once, in a fixed order. */
  match(topic: string): readonly string[];
  clear(): void;
};

/** A level of the tree of filters with wildcards; `filter` is the one that ends here. */
type Level = { filter: string | null; below: Map<string, Level> };

/** Topics whose filters are remembered until a filter comes or goes. */
const MOST_KNOWN = 10_000;

const newLevel = (): Level => ({ filter: null, below: new Map() });

export function filterSet(): Filters {
  const exact = new Set<string>();
  const root = newLevel();
  const known = new Map<string, readonly string[]>();

  function add(filter: string): void {
    known.clear();
    if (!isWild(filter)) {
      exact.add(filter);
      return;
    }
    let level = root;
    for (const name of filter.split("/")) {
      const next = level.below.get(name) ?? newLevel();
      level.below.set(name, next);
      level = next;
    }
    level.filter = filter;
  }

  function match(topic: string): readonly string[] {
    const before = known.get(topic);
    if (before) return before;
    const found = find(topic);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(topic, found);
    return found;
  }

  function find(topic: string): string[] {
    const found = exact.has(topic) ? [topic] : [];
    if (root.below.size > 0) collect(root, topic.split("/"), 0, found);
    return found;
  }

  return {
    add,
    match,
    delete: (filter) => {
      known.clear();
      if (!exact.delete(filter)) prune(root, filter.split("/"), 0);
    },
    clear: () => {
      known.clear();
      exact.clear();
      root.below.clear();
    },
  };
}

function isWild(filter: string): boolean {
  return filter.includes("+") || filter.includes("#");
}

function collect(level: Level, names: readonly string[], depth: number, into: string[]): void {
  const name = names[depth];
  // Wildcards never stand for a first level that begins with $ (4.7.2).
  const wild = depth > 0 || !name?.startsWith("$");
  const rest = wild ? level.below.get("#") : undefined; // "a/#" matches "a" as well (4.7.1.2)
  if (rest?.filter) into.push(rest.filter);
  if (name === undefined) {
    if (level.filter) into.push(level.filter);
    return;
  }
  const same = level.below.get(name);
  if (same) collect(same, names, depth + 1, into);
  const any = wild ? level.below.get("+") : undefined;
  if (any) collect(any, names, depth + 1, into);
}

/** Removes a filter and the levels that only it needed; answers whether this level is needed no more. */
function prune(level: Level, names: readonly string[], depth: number): boolean {
  const name = names[depth];
  if (name === undefined) {
    level.filter = null;
  } else {
    const next = level.below.get(name);
    if (next && prune(next, names, depth + 1)) level.below.delete(name);
  }
  return level.filter === null && level.below.size === 0;
}
