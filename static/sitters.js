// The list of those who sit an exam. Without this it is brought up to date by its link alone.
(() => {
  const lost = document.getElementById("sitters-lost");
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // A sign-in page in place of the list means that the session has ended: the list stays.
    const drawn = event.detail.xhr.responseText.includes('id="sitters"');
    event.detail.shouldSwap = drawn && event.detail.shouldSwap;
    lost.hidden = event.detail.shouldSwap;
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => { lost.hidden = false; });
  }
})();
