// Shows the functions of which every word is said, and the categories that still have one.
const words = document.getElementById("words");
function search() {
  const wanted = words.value.toLowerCase().replaceAll("_", " ").split(/\s+/).filter(Boolean);
  let found = 0;
  for (const section of document.querySelectorAll("section")) {
    let here = 0;
    for (const row of section.querySelectorAll("tr")) {
      row.hidden = !wanted.every((word) => row.dataset.words.includes(word));
      here += row.hidden ? 0 : 1;
    }
    section.hidden = here === 0;
    found += here;
  }
  document.getElementById("none").hidden = found > 0;
}
words.addEventListener("input", search);
search();
