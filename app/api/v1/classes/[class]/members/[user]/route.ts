export { dropMember as DELETE, editMember as PATCH } from "#server/router/platform";
