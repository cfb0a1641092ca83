// The style sheet of everything. The first paint does not wait for it, the first page does.

/** Puts the sheet on; without it a page is still better than none. */
export function dressed() {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = new URL('../app.css', import.meta.url).href;
  return new Promise(done => {
    sheet.onload = sheet.onerror = done;
    document.head.append(sheet);
  });
}
