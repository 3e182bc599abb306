// The upload box: choose or drop a file, see how far it is, hear in one sentence when it cannot be used.
const LIMIT = 50 * 1024 * 1024;

/**
 * Creates the box.
 * @param {HTMLElement} element empty element; all within belongs to the box
 * @param {{dotnet: object, address?: string}} options dotnet: receives `Uploaded(id)` or `UploadFailed(sentence)`
 * @returns {{set(name: string, value: unknown): void, resize(): void, dispose(): void}} the handle
 */
export function create(element, options) {
  const address = options.address ?? "api/data";
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".csv,.tsv,.txt,.dat,.data,.tab,text/csv,text/plain";
  input.className = "visually-hidden";
  input.tabIndex = -1;
  input.setAttribute("aria-label", "CSV file to upload");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pl-button upload-button";
  button.innerHTML = '<i class="bi bi-upload" aria-hidden="true"></i><span></span>';
  const text = button.querySelector("span");
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.hidden = true;
  progress.className = "upload-progress";
  progress.setAttribute("aria-label", "Upload");
  element.classList.add("upload-box");
  element.append(button, input, progress);
  let request = null;

  function rest() {
    request = null;
    button.disabled = false;
    progress.hidden = true;
    text.textContent = "Upload a CSV file, or drop it here";
    input.value = "";
  }

  const fail = (sentence) => { rest(); options.dotnet.invokeMethodAsync("UploadFailed", sentence).catch(() => {}); };

  function send(file) {
    if (!file || request) return;
    if (file.size > LIMIT) return fail(`${file.name}: the file has ${(file.size / 1048576).toFixed(0)} MB where at most 50 MB are taken; leave out rows or columns.`);
    request = new XMLHttpRequest();
    request.open("POST", `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-PruningLab", "upload");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => { progress.value = event.lengthComputable ? event.loaded / event.total : 0; };
    request.upload.onload = () => { progress.removeAttribute("value"); text.textContent = `Reading ${file.name} …`; };
    request.onload = () => {
      const { status, response } = request;
      if (status === 200 && response?.id) {
        rest();
        options.dotnet.invokeMethodAsync("Uploaded", response.id).catch(() => {});
      } else {
        fail(response?.error ?? `${file.name}: the server refused the file (status ${status}); reload the page and try again.`);
      }
    };
    request.onerror = () => fail(`${file.name}: the connection broke off while the file was sent; try again.`);
    button.disabled = true;
    progress.hidden = false;
    progress.value = 0;
    text.textContent = `Sending ${file.name} …`;
    request.send(file);
  }

  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    element.dataset.over = "true";
  };
  const leave = () => { delete element.dataset.over; };
  const drop = (event) => {
    event.preventDefault();
    leave();
    send(event.dataTransfer.files[0]);
  };
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => send(input.files[0]));
  element.addEventListener("dragover", over);
  element.addEventListener("dragleave", leave);
  element.addEventListener("drop", drop);
  rest();

  return {
    set() {},
    resize() {},
    dispose() {
      request?.abort();
      element.replaceChildren();
    },
  };
}
