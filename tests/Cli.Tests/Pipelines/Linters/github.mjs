// Checks workflows with GitHub's own language service. Its modules import JSON in a way that needs a bundle.
import fs from "node:fs";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

let count = 0;
for (const file of process.argv.slice(2)) {
  const uri = "file:///.github/workflows/" + file.split("/").pop();
  for (const problem of await validate(TextDocument.create(uri, "yaml", 0, fs.readFileSync(file, "utf8")))) {
    count++;
    console.log(`${file}:${problem.range.start.line + 1}: ${problem.message}`);
  }
}

process.exit(count === 0 ? 0 : 1);
