-- A join code may end by itself.

ALTER TABLE "class" ADD COLUMN "join_until" TIMESTAMPTZ(3);
