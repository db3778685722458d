// The token is kept by this browser or Excel alone: the server sends it to nobody.
globalThis.getAuth = async function () {
  const token = keptToken();
  if (!token && config.authProviders.includes("entraid")) {
    return { token: await xlwings.getAccessToken(), provider: "entraid" };
  }
  return { token, provider: "custom" };
};

function keptToken() {
  try {
    return localStorage.getItem("xlhedge-token") ?? "";
  } catch {
    return ""; // a browser that lets an add-in keep nothing: the server's refusal is what to show
  }
}
