-- The code on a kit's card, by which somebody claims it. It stands for as long as nobody owns the kit: the database
-- keeps that, since owners also go with their accounts.

ALTER TABLE "kit" ADD COLUMN "claim_code" TEXT;
CREATE UNIQUE INDEX "kit_claim_code_key" ON "kit"("claim_code");

-- Eight of the 31 letters and digits that nobody misreads. A random UUID has its random bytes from the system's source;
-- its bytes 6 and 8 (of 0 to 15) are not all random and are left out.
CREATE FUNCTION "new_claim_code"() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', get_byte(bytes, at) % 31 + 1, 1), '')
  FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) AS made, unnest(ARRAY[0, 1, 2, 3, 9, 10, 11, 12]) AS at
$$;

CREATE FUNCTION "keep_claim_code"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.owner_id IS NOT NULL THEN
    NEW.claim_code := NULL;
  ELSIF NEW.claim_code IS NULL THEN
    NEW.claim_code := new_claim_code();
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "keep_claim_code" BEFORE INSERT OR UPDATE OF "owner_id", "claim_code" ON "kit"
  FOR EACH ROW EXECUTE FUNCTION "keep_claim_code"();

UPDATE "kit" SET "claim_code" = NULL WHERE "owner_id" IS NULL;
