-- What apps sign in with.

CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "read_only" BOOLEAN NOT NULL,
    "class_id" UUID,
    "kit_id" UUID,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id"),
    -- A kit is one of a class: without the class the token would be limited to less than it says.
    CONSTRAINT "api_token_kit_of_class" CHECK ("kit_id" IS NULL OR "class_id" IS NOT NULL)
);
CREATE UNIQUE INDEX "api_token_secret_hash_key" ON "api_token"("secret_hash");
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");
CREATE INDEX "api_token_class_id_idx" ON "api_token"("class_id");
CREATE INDEX "api_token_kit_id_idx" ON "api_token"("kit_id");
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "class"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_kit_id_fkey" FOREIGN KEY ("kit_id") REFERENCES "kit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Its end, or narrower limits, end what it gave. That it was used is no change.
CREATE TRIGGER "announce" AFTER DELETE OR UPDATE OF "user_id", "secret_hash", "read_only", "class_id", "kit_id", "expires_at"
    ON "api_token" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
