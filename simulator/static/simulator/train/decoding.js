// The text of a file, as spreadsheets save it: UTF-8 and UTF-16 by their mark, UTF-8 without one, else Windows-1252.
const DOCUMENTS = { PK: "a workbook", "\u00d0\u00cf": "a workbook", "{\\": "an RTF document", "%P": "a PDF" };

export function decoded(buffer) {
  const bytes = new Uint8Array(buffer);
  const document = DOCUMENTS[String.fromCharCode(...bytes.slice(0, 2))];
  if (document) return { problem: `This file is ${document}, not text. Save the sheet as CSV.` };
  const text = read(bytes);
  return text.includes("\0") ? { problem: "This file is not text. Save the sheet as CSV, encoded as UTF-8." } : { text };
}

function read(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // without its mark
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
