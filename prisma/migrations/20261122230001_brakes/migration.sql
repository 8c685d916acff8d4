-- What is counted against guesses is one time: when all of it will be forgiven. What was counted so far is forgotten.

DROP TABLE "brake";
CREATE TABLE "brake" (
    "key" TEXT NOT NULL,
    "rests_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brake_pkey" PRIMARY KEY ("key")
);
