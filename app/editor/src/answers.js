// What the server's answers mean to whoever asked by script.

/** Whether an answer leads to where one signs in. */
export const isSignedOut = ({ url }) => new URL(url).pathname.startsWith("/sign-in");
