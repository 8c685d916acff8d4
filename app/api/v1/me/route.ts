export { changeMe as PATCH, deleteMyAccount as DELETE, readMyself as GET } from "#server/router/account";
