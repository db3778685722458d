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

// Some versions of Excel hand a blank cell over as 0. HEDGE_BLANK_CHECK looks at cells that are blank
// and is answered here, as the server knows of no Excel; from then on a range with a 0 is #N/A.
const BLANK_CHECK = "HEDGE_BLANK_CHECK";
const WELL = "Blank cells arrive as blanks.";
const ZEROS =
  "This Excel hands blank cells over as 0. Ranges that hold a 0 are #N/A from now on; update Excel.";
let blanksAreZeros = false;

const isBlank = (cell) => cell === "" || cell === null || cell?.type === "Empty";
const isZero = (cell) => cell === 0 || (cell?.type === "Double" && cell.basicValue === 0);

function checkBlanks(cells) {
  if (cells.length === 0 || !cells.every((cell) => isBlank(cell) || isZero(cell))) {
    return new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, "Name blank cells.");
  }
  const before = blanksAreZeros;
  blanksAreZeros = cells.some(isZero);
  if (blanksAreZeros && !before) {
    resultCache.clear(); // of xlwings' front: answers that zeros may have gone into
    setTimeout(recalculate);
  }
  return blanksAreZeros ? ZEROS : WELL;
}

// Blocks of cells, those of a repeating argument too.
function blocks(args) {
  return args.flatMap((arg) => (Array.isArray(arg?.[0]?.[0]) ? blocks(arg) : [arg?.flat() ?? []]));
}

function answeredHere({ func_name: name, args }) {
  if (name === BLANK_CHECK) {
    return checkBlanks(args.flat(Infinity));
  }
  const ranges = blanksAreZeros ? blocks(args) : [];
  return ranges.some((cells) => cells.length > 1 && cells.some(isZero)) ? notAvailable(ZEROS) : null;
}

// xlwings shows "Network error" where nothing answers, and a proxy's whole page where it does.
const { post } = globalThis.xwRequest;
globalThis.xwRequest.post = async (...call) => {
  const own = answeredHere(call[1]);
  if (own !== null) {
    return { data: { result: [[own]] } };
  }
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
