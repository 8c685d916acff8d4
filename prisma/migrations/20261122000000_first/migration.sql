-- People, classes, kits, topics; messages partitioned by week; what the broker must remember.

CREATE TYPE "role" AS ENUM ('instructor', 'student');

CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

CREATE TABLE "class" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "join_code" TEXT NOT NULL,
    "join_open" BOOLEAN NOT NULL DEFAULT true,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kits_may_command" BOOLEAN NOT NULL DEFAULT true,
    "private_kits" BOOLEAN NOT NULL DEFAULT false,
    "declare_first" BOOLEAN NOT NULL DEFAULT false,
    "allow_pins" BOOLEAN NOT NULL DEFAULT false,
    "max_members" INTEGER NOT NULL DEFAULT 300,
    "max_kits" INTEGER NOT NULL DEFAULT 300,
    "max_topics" INTEGER NOT NULL DEFAULT 5000,
    "messages_per_second" INTEGER NOT NULL DEFAULT 20,
    "history_days" INTEGER NOT NULL DEFAULT 90,

    CONSTRAINT "class_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "class_slug_key" ON "class"("slug");
CREATE UNIQUE INDEX "class_join_code_key" ON "class"("join_code");

CREATE TABLE "membership" (
    "class_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "username" TEXT,
    "username_key" TEXT,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("class_id", "user_id")
);
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");
CREATE UNIQUE INDEX "membership_class_id_username_key_key" ON "membership"("class_id", "username_key");
ALTER TABLE "membership" ADD CONSTRAINT "membership_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "class"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "kit" (
    "id" UUID NOT NULL,
    "class_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID,
    "key_version" INTEGER NOT NULL DEFAULT 1,
    "share_control" BOOLEAN NOT NULL DEFAULT false,
    "online" BOOLEAN NOT NULL DEFAULT false,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "kit_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "kit_owner_id_idx" ON "kit"("owner_id");
CREATE UNIQUE INDEX "kit_class_id_slug_key" ON "kit"("class_id", "slug");
ALTER TABLE "kit" ADD CONSTRAINT "kit_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "class"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "kit" ADD CONSTRAINT "kit_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "topic" (
    "id" SERIAL NOT NULL,
    "class_id" UUID NOT NULL,
    "kit_id" UUID,
    "path" TEXT NOT NULL,
    "label" TEXT,
    "unit" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topic_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "topic_kit_id_idx" ON "topic"("kit_id");
CREATE UNIQUE INDEX "topic_class_id_path_key" ON "topic"("class_id", "path");
ALTER TABLE "topic" ADD CONSTRAINT "topic_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "class"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "topic" ADD CONSTRAINT "topic_kit_id_fkey" FOREIGN KEY ("kit_id") REFERENCES "kit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "subscription" (
    "user_id" UUID NOT NULL,
    "topic_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("user_id", "topic_id")
);
CREATE INDEX "subscription_topic_id_idx" ON "subscription"("topic_id");
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Retention drops whole partitions; the server makes them ahead of time (server/sql/partitions.ts).
CREATE TABLE "message" (
    "topic_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "qos" SMALLINT NOT NULL,
    "retain" BOOLEAN NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("topic_id", "at", "seq")
) PARTITION BY RANGE ("at");

-- Numbers for "seq", a block at a time (server/sql/message-writer.ts).
CREATE SEQUENCE "message_block" INCREMENT BY 10000;

CREATE TABLE "retained" (
    "topic" TEXT COLLATE "C" NOT NULL,
    "payload" BYTEA NOT NULL,
    "qos" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kit" TEXT,

    CONSTRAINT "retained_pkey" PRIMARY KEY ("topic")
);

CREATE TABLE "session_subscription" (
    "client_id" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "qos" SMALLINT NOT NULL,

    CONSTRAINT "session_subscription_pkey" PRIMARY KEY ("client_id", "filter")
);

CREATE TABLE "session_outgoing" (
    "client_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "message_id" INTEGER,
    "released" BOOLEAN NOT NULL DEFAULT false,
    "topic" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "qos" SMALLINT NOT NULL,
    "retain" BOOLEAN NOT NULL,

    CONSTRAINT "session_outgoing_pkey" PRIMARY KEY ("client_id", "position")
);

CREATE TABLE "session_incoming" (
    "client_id" TEXT NOT NULL,
    "message_id" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "retain" BOOLEAN NOT NULL,
    "forwarded" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_incoming_pkey" PRIMARY KEY ("client_id", "message_id")
);

CREATE TABLE "will" (
    "client_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "qos" SMALLINT NOT NULL,
    "retain" BOOLEAN NOT NULL,

    CONSTRAINT "will_pkey" PRIMARY KEY ("client_id")
);

CREATE TABLE "brake" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brake_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "fact" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "fact_pkey" PRIMARY KEY ("name")
);

-- Every change of who may do what is announced when its transaction commits, whoever made it. Sockets and
-- the broker listen (server/sql/changes.ts) and check again what they have granted. Columns that change all
-- the time (last_seen_at, online) announce nothing.
CREATE FUNCTION "announce_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_now jsonb := to_jsonb(COALESCE(NEW, OLD));
    quiet text[] := ARRAY['last_seen_at', 'online'];
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - quiet) = (to_jsonb(OLD) - quiet) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_notify('kitroom_changes', json_build_object(
        'table', TG_TABLE_NAME,
        'op', lower(TG_OP),
        'id', row_now -> 'id',
        'class', CASE WHEN TG_TABLE_NAME = 'class' THEN row_now -> 'id' ELSE row_now -> 'class_id' END,
        'user', CASE TG_TABLE_NAME WHEN 'user' THEN row_now -> 'id' WHEN 'kit' THEN row_now -> 'owner_id' ELSE row_now -> 'user_id' END,
        'kit', CASE TG_TABLE_NAME WHEN 'kit' THEN row_now -> 'id' ELSE row_now -> 'kit_id' END,
        'name', COALESCE(row_now -> 'slug', row_now -> 'path')
    )::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER "announce" AFTER UPDATE OR DELETE ON "user" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
CREATE TRIGGER "announce" AFTER INSERT OR UPDATE OR DELETE ON "class" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
CREATE TRIGGER "announce" AFTER INSERT OR UPDATE OR DELETE ON "membership" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
CREATE TRIGGER "announce" AFTER INSERT OR UPDATE OR DELETE ON "kit" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
CREATE TRIGGER "announce" AFTER INSERT OR UPDATE OR DELETE ON "topic" FOR EACH ROW EXECUTE FUNCTION "announce_change"();
