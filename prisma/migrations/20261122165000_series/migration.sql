-- Numbers of messages, decoded once when they are stored, and their sums by the hour: what charts are drawn from.

-- A plain reading's number stands in the message's own key: a chart reads the index and no payload.
ALTER TABLE "message" ADD COLUMN "value" DOUBLE PRECISION;
ALTER TABLE "message" DROP CONSTRAINT "message_pkey";
ALTER TABLE "message" ADD CONSTRAINT "message_pkey" PRIMARY KEY ("topic_id", "at", "seq") INCLUDE ("value");
CREATE INDEX "message_at_idx" ON "message" USING BRIN ("at") WITH (autosummarize = on);

CREATE TABLE "field_value" (
    "topic_id" INTEGER NOT NULL,
    "field" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "field_value_pkey" PRIMARY KEY ("topic_id", "field", "at", "seq") INCLUDE ("value")
) PARTITION BY RANGE ("at");
CREATE INDEX "field_value_at_idx" ON "field_value" USING BRIN ("at") WITH (autosummarize = on);

CREATE TABLE "rollup" (
    "topic_id" INTEGER NOT NULL,
    "field" TEXT COLLATE "C" NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "min" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "rollup_pkey" PRIMARY KEY ("topic_id", "field", "hour")
) PARTITION BY RANGE ("hour");
CREATE INDEX "rollup_hour_idx" ON "rollup"("hour");

-- Every write and every rollup holds the row of its hour until it has committed, so that no message slips in
-- between (server/sql/message-writer.ts, server/sql/rollups.ts).
CREATE TABLE "history_hour" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "rolled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "history_hour_pkey" PRIMARY KEY ("hour")
);

-- Messages that are here already are decoded by the server while it runs (server/sql/stored-numbers.ts).
INSERT INTO "history_hour" ("hour") SELECT DISTINCT date_trunc('hour', "at", 'UTC') FROM "message";
INSERT INTO "fact" ("name", "value")
SELECT 'undecoded', json_build_object('last', max("seq")::text, 'after', NULL)::text FROM "message" HAVING count(*) > 0;
