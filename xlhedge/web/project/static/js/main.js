// The task pane's form: keep the token, then let the server say whether it takes it.
const form = document.getElementById("token-form");
const said = document.getElementById("token-answer");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    localStorage.setItem("xlhedge-token", form.elements.token.value.trim());
  } catch {
    said.textContent = "This browser keeps nothing for add-ins: allow this site's cookies and data.";
    return;
  }
  form.reset();
  const { token, provider } = await globalThis.getAuth();
  try {
    const answer = await fetch(form.dataset.call, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: token,
        "Auth-Provider": provider,
      },
      body: JSON.stringify({
        client: "Office.js",
        func_name: "HEDGE_RATIO",
        args: [[[1]], [[1]]],
        version: config.xlwingsVersion,
        runtime: "1.1",
      }),
    });
    if (answer.ok) {
      await recalculate();
    }
    said.textContent = answer.ok ? "Signed in: the functions work." : await answer.text();
  } catch (trouble) {
    said.textContent = `The server does not answer (${trouble.message}).`;
  }
});

// Cells that showed an error for want of a token calculate again; the web has no Ctrl+Alt+F9.
async function recalculate() {
  await Excel.run(async (context) => {
    context.application.calculate(Excel.CalculationType.full);
    await context.sync();
  });
}

// A call that the server does not compute (too large, too long, too many) is #N/A with its sentence;
// xlwings would make it #VALUE!. An Excel before CustomFunctionsRuntime 1.2 has no such errors.
const NOT_COMPUTED = [413, 422, 429];

function notAvailable(sentence) {
  const known = Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.2");
  const { notAvailable: code } = CustomFunctions.ErrorCode;
  return known ? new CustomFunctions.Error(code, sentence) : sentence;
}

// xlwings shows "Network error" where nothing answers, and a proxy's whole page where it does.
const { post } = globalThis.xwRequest;
globalThis.xwRequest.post = async (...call) => {
  try {
    return await post(...call);
  } catch (trouble) {
    const status = trouble.response?.status;
    if (NOT_COMPUTED.includes(status)) {
      const text = String(trouble.response.data);
      const sentence = text.startsWith("<") ? `A proxy refuses the call (HTTP ${status}).` : text;
      return { data: { result: [[notAvailable(sentence)]] } };
    }
    const reason = status ? `HTTP ${status}` : trouble.message;
    const said = `The server ${location.host} does not answer (${reason}); recalculate later.`;
    if (!status) {
      throw new Error(said, { cause: trouble });
    }
    if ([502, 503, 504].includes(status)) {
      trouble.response.data = said;
    }
    throw trouble;
  }
};
