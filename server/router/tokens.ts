import { newApiSecret } from "../authority/api-token";
import { apiTokenInput } from "../contract/inputs";
import { pageQuery } from "../contract/queries";
import { createApiToken, deleteApiToken, tokensOf } from "../sql/api-tokens";
import { person } from "./allow";
import { route } from "./route";

/** `GET /api/v1/tokens`: the asker's API tokens, without their secrets. */
export const listTokens = route({
  allow: person,
  query: pageQuery,
  answer: ({ actor, query }) => tokensOf(actor, query),
});

/** `POST /api/v1/tokens`: a new one; its secret is in this answer and nowhere else. */
export const makeToken = route({
  allow: person,
  input: apiTokenInput,
  status: 201,
  answer: async ({ actor, input }) => {
    const { secret, hash } = newApiSecret();
    return { ...(await createApiToken(actor, hash, input)), secret };
  },
});

/** `DELETE /api/v1/tokens/{id}`: what was open by it ends at once. */
export const revokeToken = route({
  params: ["id"],
  allow: person,
  status: 204,
  answer: ({ actor, params }) => deleteApiToken(actor, params.id),
});
