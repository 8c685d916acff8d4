-- Topics whose readings may say themselves when they were taken, by kits that were off-line.
ALTER TABLE "topic" ADD COLUMN "backfill" BOOLEAN NOT NULL DEFAULT false;
