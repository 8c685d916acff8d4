import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
} from "@prisma/driver-adapter-utils";
import type { DiffTarget } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

type Glue = typeof import("@prisma/schema-engine-wasm/schema_engine_bg") & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void; // left out of the package's types
};

/** The SQL that turns the schema of the database at `url` into `schema.prisma`'s; null when they agree. */
export async function difference(url: string, schemaFile: string): Promise<string | null> {
  const { SchemaEngine } = await loadEngine();
  const schema = { path: path.basename(schemaFile), content: await readFile(schemaFile, "utf8") };
  const pool = openPool(url);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogReader(pool));
    const engine = await SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      () => undefined,
      adapter,
    );
    const from: DiffTarget = {
      tag: "schemaDatasource",
      files: [schema],
      configDir: path.dirname(schemaFile),
    };
    const to: DiffTarget = { tag: "schemaDatamodel", files: [schema] };
    const filters = { externalTables: [], externalEnums: [] };
    const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters });
    return exitCode === 0 ? null : (stdout ?? "");
  } finally {
    await pool.end();
  }
}

/** By hand, because Node 20 cannot import a `.wasm` file as the package's own entry does. */
async function loadEngine(): Promise<Glue> {
  const glue = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as Glue;
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const file = path.join(path.dirname(entry), "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": { ...glue },
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) },
  });
  return glue;
}

/** Fields one by one, never `connectionString`: adapter-pg's shadow database would then be the real one. */
function openPool(url: string): pg.Pool {
  const { hostname, port, username, password, pathname } = new URL(url);
  return new pg.Pool({
    host: hostname,
    port: Number(port),
    user: username,
    password,
    database: pathname.slice(1),
    ssl: false,
  });
}

const CHAR_OID = 18; // the catalogue's one-letter type "char"
const BPCHAR_OID = 1042;

/** adapter-pg refuses columns of type "char", which the engine asks the catalogue for: this one gives them as letters. */
class CatalogReader extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const letters = markLetters(this.pool);
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw({ ...query, sql: keysAlone(query.sql) });
      const isLetter = letters.get(result.rows) ?? [];
      const typeOf = (type: ColumnType, column: number) =>
        isLetter[column] ? ColumnTypeEnum.Character : type;
      return { ...result, columnTypes: result.columnTypes.map(typeOf) };
    };
    return adapter;
  }
}

/** The engine takes the columns that an index merely includes (INCLUDE) for columns of its key: they are left out. */
function keysAlone(sql: string): string {
  return sql
    .replace("unnest(indkey) AS", "unnest((indkey::int2[])[0:indnkeyatts - 1]) AS")
    .replace("generate_subscripts(indkey, 1) AS", "generate_series(0, indnkeyatts - 1) AS");
}

/** Remembers, by the rows of each result, which of their columns are of type "char", and calls them text. */
function markLetters(pool: pg.Pool): WeakMap<unknown[][], boolean[]> {
  const letters = new WeakMap<unknown[][], boolean[]>();
  const query: (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult> = pool.query.bind(pool);
  const marking = async (config: pg.QueryArrayConfig) => {
    const result = await query(config);
    letters.set(
      result.rows,
      result.fields.map((field) => field.dataTypeID === CHAR_OID),
    );
    for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BPCHAR_OID;
    return result;
  };
  return Object.assign(pool, { query: marking }) && letters;
}
