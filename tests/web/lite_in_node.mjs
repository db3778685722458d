// Runs a workbook's main.py as xlwings Lite does: Pyodide and xlwings' own
// front door for custom functions. Reads a job as JSON from stdin, writes the results to stdout.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const ENVIRONMENT = {
  HOME: "/home/pyodide",
  XLWINGS_ON_SERVER: "true", // what Lite's runtime sets
  XLWINGS_LICENSE_KEY: "noncommercial", // Lite has its own; this one is for tests
};

async function run(job) {
  const found = createRequire(`${job.node_folder}/`).resolve(`${job.pyodide}/pyodide.mjs`);
  const { loadPyodide } = await import(pathToFileURL(found));
  const pyodide = await loadPyodide({ env: ENVIRONMENT, stdout: (line) => console.error(line) });
  pyodide.FS.mkdir("/packages");
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: job.packages }, "/packages");
  pyodide.runPython(readFileSync(job.program, "utf-8"));
  // null stays JavaScript's, as Excel hands it over
  return pyodide.globals.get("run")(pyodide.toPy({ ...job, paths: ["/packages"] }));
}

try {
  console.log(await run(JSON.parse(readFileSync(0, "utf-8"))));
} catch (trouble) {
  console.error(trouble.message); // not the stack: it quotes all of Pyodide
  process.exitCode = 1;
}
