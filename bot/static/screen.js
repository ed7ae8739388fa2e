// The live screen: what changes is sent by the server, ready to be shown.

const live = document.getElementById('live');
const COME_BACK = 4000;

function listen() {
  const source = new EventSource(live.dataset.events);
  source.addEventListener('state', (event) => { live.innerHTML = JSON.parse(event.data).html; });
  // A lost line is opened again by the browser; one that the server refused is not.
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, COME_BACK);
  };
}

listen();
