// A name moves to the group that is chosen beside it, or to where it is dragged. What is sent is what the lists say.

const form = document.querySelector('.seating');
const said = form.querySelector('[data-said]');
let dragged = null;

const tableOf = (number) => form.querySelector(`[data-table="${number}"]`);
const choiceOf = (item) => item.querySelector('select, input');

function place(item) {
  const choice = choiceOf(item);
  const from = item.closest('[data-table]');
  const to = tableOf(choice.value);
  if (!to || to === from) return;
  to.querySelector('ul').append(item);
  for (const table of [from, to]) settle(table);
  said.textContent = choice.value === '0'
    ? `${item.dataset.name}: ${to.querySelector('h2 span').textContent}`
    : said.dataset.said.replace('{name}', item.dataset.name).replace('{number}', choice.value);
}

// What was amiss before may not be so now: the page says it again once it is saved.
function settle(table) {
  table.querySelector('[data-many]').textContent = table.querySelectorAll('li').length;
  for (const line of table.querySelectorAll('.amiss')) line.remove();
}

form.addEventListener('change', (event) => {
  const item = event.target.closest('li');
  if (!item) return;
  place(item);
  event.target.focus(); // it may have moved far: whoever uses the keyboard stays with it
});

// Places where nobody sits yet: without this script there is nothing to see in them.
for (const table of form.querySelectorAll('[data-table][hidden]')) table.hidden = false;
for (const item of form.querySelectorAll('li')) item.draggable = true;
form.addEventListener('dragstart', (event) => {
  dragged = event.target.closest('li');
  event.dataTransfer.effectAllowed = 'move';
});
form.addEventListener('dragend', () => { dragged = null; });
form.addEventListener('dragover', (event) => {
  if (dragged && event.target.closest('[data-table]')) event.preventDefault();
});
form.addEventListener('drop', (event) => {
  const table = event.target.closest('[data-table]');
  if (!dragged || !table) return;
  event.preventDefault();
  choiceOf(dragged).value = table.dataset.table;
  place(dragged);
});
