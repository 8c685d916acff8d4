import { hashOfInvitation, newInvitation } from "../authority/invitation";
import { invitationAccept, invitationInput } from "../contract/inputs";
import { pageQuery } from "../contract/queries";
import {
  acceptInvitation,
  createInvitation,
  findInvitation,
  joinAsInstructor,
  noInvitation,
  openInvitations,
  withdrawInvitation,
} from "../sql/invitations";
import { instructorOfOpen, ownAccount } from "./allow";
import { ownHash } from "./credentials";
import { anybody, route } from "./route";

/** `POST /api/v1/classes/{class}/invitations`: a link by which somebody becomes an instructor of it, shown once. */
export const invite = route({
  params: ["class"],
  allow: instructorOfOpen,
  status: 201,
  answer: async ({ actor, params }) => {
    const { code, hash, expiresAt } = newInvitation();
    await createInvitation(actor, params.class, { hash, expiresAt });
    return { code, path: `/invite/${code}`, expiresAt: expiresAt.getTime() };
  },
});

/** `GET /api/v1/classes/{class}/invitations`: those that somebody may still open. */
export const listInvitations = route({
  params: ["class"],
  allow: instructorOfOpen,
  query: pageQuery,
  answer: ({ actor, params, query }) => openInvitations(actor, params.class, query),
});

/** `DELETE /api/v1/classes/{class}/invitations/{id}`: its link opens nothing any more. */
export const withdraw = route({
  params: ["class", "id"],
  allow: instructorOfOpen,
  status: 204,
  answer: ({ actor, params }) => withdrawInvitation(actor, params.class, params.id),
});

/** `POST /api/v1/invitations`: an account for somebody new, who instructs the class. */
export const joinByInvitation = route({
  allow: anybody,
  input: invitationInput,
  status: 201,
  answer: async ({ input: { code, password, ...person } }) => {
    const hash = hashOfInvitation(code);
    if (!(await findInvitation(hash))) throw noInvitation(); // nobody hashes passwords here for nothing
    return joinAsInstructor(hash, { ...person, passwordHash: await ownHash(password) });
  },
});

/** `POST /api/v1/invitations/accept`: the same for whoever has an account. */
export const takeInvitation = route({
  allow: ownAccount,
  input: invitationAccept,
  answer: ({ actor, input }) => acceptInvitation(hashOfInvitation(input.code), actor),
});
