// Writes the interface's description as a page to read. Everything is text: nothing of the
// document is taken for markup.

const METHODS = ["get", "post", "put", "patch", "delete"];

function make(name, kind = "", ...children) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...children);
  return element;
}

// Words between backticks are code.
function words(text) {
  return text.replace(/\s+/g, " ").split("`").map((part, index) => (index % 2 ? make("code", "", part) : part));
}

function paragraphs(text) {
  return (text ?? "").split(/\n\s*\n/).filter(Boolean).map((part) => make("p", "", ...words(part)));
}

// What a schema is called, with links to the shapes it names.
function type(schema) {
  if (!schema) return ["nothing"];
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    const link = make("a", "", name);
    link.href = `#shape-${name}`;
    return [link];
  }
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (parts) return parts.flatMap((part, index) => (index ? [schema.allOf ? " and " : " or ", ...type(part)] : type(part)));
  if (schema.enum) return [schema.enum.map((word) => JSON.stringify(word)).join(" | ")];
  if (schema.type === "array" || schema.items) return ["list of ", ...type(schema.items)];
  const name = [schema.type ?? "anything"].flat().join(" or ");
  return [schema.format ? `${name} (${schema.format})` : name];
}

function fields(schema) {
  const list = make("dl");
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const must = schema.required?.includes(name) ? "" : ", may be left out";
    list.append(make("dt", "", make("code", "", name), make("small", "", ...type(field), must)));
    if (field.description) list.append(make("dd", "", ...words(field.description)));
  }
  return list;
}

function parameters(operation) {
  if (!operation.parameters?.length) return [];
  const list = make("dl");
  for (const parameter of operation.parameters) {
    const must = parameter.required ? "" : ", may be left out";
    const place = `${parameter.in}, `;
    list.append(make("dt", "", make("code", "", parameter.name), make("small", "", place, ...type(parameter.schema), must)));
    if (parameter.description) list.append(make("dd", "", ...words(parameter.description)));
  }
  return [make("h4", "", "Parameters"), list];
}

function contents(content) {
  return Object.entries(content ?? {}).map(([kind, { schema }]) => make("p", "", make("code", "", kind), ": ", ...type(schema)));
}

function responses(operation) {
  const list = make("dl");
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    list.append(make("dt", "", make("code", "", status), make("small", "", ...words(response.description ?? ""))));
    for (const line of contents(response.content)) list.append(make("dd", "", ...line.childNodes));
  }
  return [make("h4", "", "Answers"), list];
}

function operation(path, method, it) {
  const head = make("summary", "", make("h3", "", make("code", "method", method.toUpperCase()), make("code", "", path)),
    make("span", "summary", it.summary ?? ""));
  const needs = it.security?.length ? "Needs a session." : "For anyone.";
  const inside = make("div", "inside", ...paragraphs(it.description), make("p", "needs", needs), ...parameters(it));
  if (it.requestBody) inside.append(make("h4", "", "Body"), ...contents(it.requestBody.content));
  inside.append(...responses(it));
  return make("details", "", head, inside);
}

function group(tag, items) {
  const section = make("section", "", make("h2", "", tag), ...items);
  section.id = tag;
  const link = make("a", "", tag);
  link.href = `#${tag}`;
  document.getElementById("contents").append(link);
  return section;
}

function shape(name, schema) {
  const section = make("section", "", make("h3", "", make("code", "", name)), ...paragraphs(schema.description));
  section.id = `shape-${name}`;
  section.append(schema.properties ? fields(schema) : make("p", "needs", ...type(schema)));
  for (const part of schema.allOf ?? []) if (part.properties) section.append(fields(part));
  return section;
}

function write(doc) {
  document.getElementById("about").replaceChildren(...paragraphs(doc.info.description));
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const method of METHODS.filter((known) => item[known])) {
      const tag = item[method].tags?.[0] ?? "other";
      groups.set(tag, [...(groups.get(tag) ?? []), operation(path, method, item[method])]);
    }
  }
  document.getElementById("paths").append(...[...groups].map(([tag, items]) => group(tag, items)));
  const shapes = Object.entries(doc.components.schemas).map(([name, schema]) => shape(name, schema));
  document.getElementById("shapes").append(...shapes);
}

const response = await fetch("/api/openapi.json");
if (response.ok) write(await response.json());
else document.getElementById("about").textContent = "The description could not be loaded. Try again in a moment.";
