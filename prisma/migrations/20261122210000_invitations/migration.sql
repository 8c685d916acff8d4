-- How another instructor comes into a class: by a link that works once, for some days.

CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "class_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "invitation_code_hash_key" ON "invitation"("code_hash");
CREATE INDEX "invitation_class_id_idx" ON "invitation"("class_id");
CREATE INDEX "invitation_by_id_idx" ON "invitation"("by_id");
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "class"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
