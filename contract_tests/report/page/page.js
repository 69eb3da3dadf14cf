"use strict";
{
  const form = document.querySelector(".filter");
  const rows = [...document.querySelectorAll(".row")];
  const findings = [...document.querySelectorAll("article")];
  const linked = new Set(rows.flatMap((row) => [...row.querySelectorAll("a")].map((link) => link.hash.slice(1))));
  const show = (element, shown) => element.toggleAttribute("data-hidden", !shown);
  const filter = () => {
    const { text, verdict, area } = Object.fromEntries(new FormData(form));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (element) => words.every((word) => element.dataset.text.toLowerCase().includes(word));
    const kept = new Set();
    const asked = new Map(findings.map((finding) => [finding.id, has(finding)]));
    for (const row of rows) {
      const links = [...row.querySelectorAll("a")].map((link) => link.hash.slice(1));
      const fits = (!verdict || row.dataset.verdict === verdict) && (!area || row.parentElement.dataset.area === area);
      const found = has(row) || links.some((id) => asked.get(id));
      show(row, fits && found);
      if (fits) links.filter((id) => has(row) || asked.get(id)).forEach((id) => kept.add(id));
    }
    for (const body of document.querySelectorAll("tbody")) show(body, body.querySelector(".row:not([data-hidden])"));
    const open = !verdict && !area; // a finding on an operation without a row
    for (const { id } of findings) if (open && !linked.has(id) && asked.get(id)) kept.add(id);
    for (const finding of findings) show(finding, kept.has(finding.id));
    const left = rows.filter((row) => !row.hasAttribute("data-hidden")).length;
    form.querySelector("output").textContent = left === rows.length ? "" : `${left} of ${rows.length} operations`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
  for (const button of document.querySelectorAll(".replay button")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.nextElementSibling.textContent);
      button.textContent = "copied";
      setTimeout(() => (button.textContent = "copy"), 1500);
    });
  }
}
