-- How long classes keep what came, sums of hours that outlive their messages, and how much there is.

ALTER TABLE "class" ADD COLUMN "summary_days" INTEGER NOT NULL DEFAULT 400;

-- Sums of messages that are gone stand beside those that are worked out again after a late message.
ALTER TABLE "rollup" ADD COLUMN "kept" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "rollup" DROP CONSTRAINT "rollup_pkey";
ALTER TABLE "rollup" ADD CONSTRAINT "rollup_pkey" PRIMARY KEY ("topic_id", "field", "hour", "kept");

CREATE TABLE "history_size" (
    "topic_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "messages" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "oldest_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_size_pkey" PRIMARY KEY ("topic_id", "hour")
);
CREATE INDEX "history_size_hour_idx" ON "history_size"("hour");

-- Hours that are here already are counted by the server while it runs (server/sql/rollups.ts).
UPDATE "history_hour" SET "rolled" = false;
