import NextAuth, { type NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { tokenInput } from "../contract/inputs";
import { Refusal } from "../contract/refusal";
import { deviceCookie } from "./device";
import { sessionSecret } from "./session";
import { findAccount } from "./sign-in";
import { type Visitor, visitorOf } from "./visitor";

const DAYS = 14;

/** What next-auth's `authorize` throws becomes the `error` that signIn() answers: a refusal's code. */
class SignInRefused extends Error {
  override readonly name = "SignInRefused";
}

async function authorize(credentials: Record<string, string> | undefined, visitor: Visitor) {
  const input = tokenInput.safeParse(credentials);
  if (!input.success) throw new SignInRefused("bad-input");
  try {
    const account = await findAccount(input.data, visitor);
    return account && { id: account.id, name: account.name, sessionVersion: account.sessionVersion };
  } catch (error) {
    if (error instanceof Refusal) throw new SignInRefused(error.code);
    throw error;
  }
}

function options(visitor: Visitor, onSignIn: (userId: string) => void): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: DAYS * 24 * 3600 },
    pages: { signIn: "/sign-in", signOut: "/", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: {}, class: {}, username: {}, password: {} },
        authorize: async (credentials) => {
          const account = await authorize(credentials, visitor);
          if (account) onSignIn(account.id);
          return account;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user && "sessionVersion" in user
          ? { sub: user.id, name: user.name ?? null, ver: user.sessionVersion }
          : token,
    },
  };
}

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's routes: sign-in, sign-out, CSRF token, session. The secret is known only when the server runs. */
export async function authRoute(request: Request, context: Context): Promise<Response> {
  const visitor = visitorOf(request.headers);
  const signedIn: string[] = [];
  const response: Response = await NextAuth(options(visitor, (userId) => signedIn.push(userId)))(
    request,
    context,
  );
  const secure = request.headers.get("x-forwarded-proto") === "https";
  for (const userId of signedIn)
    response.headers.append("set-cookie", deviceCookie(visitor.device, userId, secure));
  return response;
}
