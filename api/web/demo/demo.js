// Hands the link's secret over and goes in. What is absent: the secret in any address that is sent.

const told = document.getElementById("told");

async function enter() {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const body = JSON.stringify({ link: location.hash.slice(1) });
  try {
    const answer = await fetch("/demo", { method: "POST", headers, body });
    if (answer.ok) return location.replace("/");
    const problem = await answer.json();
    told.textContent = problem.detail;
  } catch {
    told.textContent = "The demo does not answer. It may have been closed; its house vanished with it.";
  }
  document.getElementById("login").hidden = false;
}

window.addEventListener("hashchange", enter);
enter();
