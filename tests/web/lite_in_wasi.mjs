// Runs a program in a Python for WebAssembly: node lite_in_wasi.mjs PYTHON.wasm ROOT < PROGRAM.
// V8 compiles each function when it is first called, so nothing is compiled beforehand.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [python, root] = process.argv.slice(2);
const wasi = new WASI({
  version: "preview1",
  args: ["python", "-c", readFileSync(0, "utf-8")],
  env: {
    HOME: "/tmp",
    TMPDIR: "/tmp",
    XLWINGS_ON_SERVER: "true", // what Lite's runtime sets
    XLWINGS_LICENSE_KEY: "noncommercial", // Lite has its own; this one is for tests
  },
  preopens: { "/": root }, // the add-in's Python can write too
});
const { instance } = await WebAssembly.instantiate(readFileSync(python), {
  ...wasi.getImportObject(),
  host: { call: () => -1 }, // nobody is there to be called
});
wasi.finalizeBindings(instance);
process.exitCode = instance.exports.run();
