// The part of Excel that lies below Office.js, as Excel for Mac offers it to a page.
//
// Office.js itself is the real one. It learns here who its host is and which API sets that host
// has, it sends its batches of requests to `_richApiNativeBridge`, and it is told over the same
// bridge to run a custom function. What the page answers is kept as it came.
(() => {
  const settings = { runtime: "1.4", workbook: "Book1.xlsx", culture: "en-US", date: "m/d/yyyy" };
  Object.assign(settings, globalThis.excelSettings);

  const SETS = {
    customfunctions: "1.9",
    customfunctionsruntime: settings.runtime,
    excelapi: "1.16",
    richapiruntime: "1.2",
    sharedruntime: "1.2",
  };
  const GET_CONTEXT = 5; // OSF.Webkit.MethodId
  const IN_THE_SHARED_RUNTIME = 3; // OSF.HostInfoFlags: SharedApp and CustomFunction
  const INVOKE = 1000; // message type
  const ERRORS_AS_OBJECTS = 4; // flags of an invocation
  const RICH_VALUES = 8;
  const SYNC_SOONER = 2; // a feature: results are collected for 200 ms, not 500
  const PATIENCE = 30_000; // ms until a cell that gets no result fails its test

  const waiting = new Map(); // invocation id: what to do with its answer
  let nextInvocation = 1;
  let ready;
  const whenReady = new Promise((resolve) => (ready = resolve));

  window.external.GetHostInfo = () => `Excel|Mac|16.00|en-US|0|||${IN_THE_SHARED_RUNTIME}`;
  window.webkit = { messageHandlers: { Agave: { postMessage() {} } } };
  window._osfHostRegisterEvent = () => {};
  window._osfHostAPI = (_handler, { methodId }, reply) => {
    const context = Array(25).fill(null); // OSF.Webkit.AppContextProperties
    context[0] = [[], []]; // settings
    context[2] = 1; // Excel
    context[3] = 16; // version
    context[4] = 0;
    context[8] = context[9] = settings.culture;
    context[11] = settings.workbook;
    context[20] = JSON.stringify(SETS);
    context[22] = "16.80.0.0";
    setTimeout(() => reply(methodId === GET_CONTEXT ? context : [0]));
  };

  // What the page asks the workbook and the application for, by the name of the object asked.
  const PROPERTIES = {
    "": { Name: settings.workbook }, // the root is the workbook
    CultureInfo: { Name: settings.culture },
    DatetimeFormat: { ShortDatePattern: settings.date },
  };

  function answer(action, paths) {
    const { Name: method, ArgumentInfo: given } = action;
    if (method === "SetInvocationArrayResults") {
      for (const result of given.Arguments[0]) {
        waiting.get(result[0])(result);
        waiting.delete(result[0]);
      }
    } else if (method === "Calculate") {
      globalThis.excel.recalculated.push(...given.Arguments);
    } else if (method === "_GetEnabledFeatures") {
      ready();
      return [SYNC_SOONER];
    }
    return PROPERTIES[paths[action.ObjectPathId].Name] ?? null;
  }

  const bridge = {
    sendMessageToHost(text) {
      const { id, message } = JSON.parse(text);
      const { Actions: actions, ObjectPaths: paths } = message.body;
      const results = actions.map((one) => ({ ActionId: one.Id, Value: answer(one, paths) }));
      const body = { Results: results };
      setTimeout(() => tell({ id, type: 1, message: { statusCode: 200, headers: {}, body } }));
    },
  };
  const tell = (message) => bridge.onMessageFromHost(JSON.stringify(message));
  globalThis._richApiNativeBridge = bridge;

  // A cell that holds an error, in the two ways in which Excel hands it to a function.
  const asObject = (cell) => (cell?.error ? { type: "CustomFunctionError", code: cell.error } : cell);
  const asRichValue = (cell) =>
    cell?.error
      ? { value: JSON.stringify({ type: "Error", basicType: "Error", basicValue: cell.error }) }
      : cell;
  const cells = (value, change) =>
    Array.isArray(value) ? value.map((one) => cells(one, change)) : change(value);

  globalThis.excel = {
    recalculated: [], // the kinds of recalculation that the page asked for
    // Calculate a cell: run a function and resolve to the result that Excel gets for it,
    // [invocation, true, value, ...] or [invocation, false, message, error code, ...].
    async calculate({ name, args, address = "Sheet1!A1", rich = false }) {
      await whenReady;
      const invocation = nextInvocation++;
      const result = new Promise((resolve, reject) => {
        waiting.set(invocation, resolve);
        setTimeout(() => reject(new Error(`${name} has no result`)), PATIENCE);
      });
      const flags = rich ? RICH_VALUES : ERRORS_AS_OBJECTS;
      const values = cells(args, rich ? asRichValue : asObject);
      const call = [invocation, name, values, address, flags];
      tell({ type: 3, message: { entries: [[1, INVOKE, "", call, 0]] } });
      return await result;
    },
  };
})();
