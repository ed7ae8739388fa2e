// The buttons of the agenda without a new page. Without this script the server does the same (admin/meeting_agenda.py).

const form = document.querySelector('form.form');
const section = form.querySelector('[data-line]').closest('section');
const count = form.elements.lines;
const status = section.querySelector('[role="status"]');
const most = 30;

const lines = () => [...section.querySelectorAll('[data-line]')];
const fields = (line) => [...line.querySelectorAll('input, select')];
const endOf = (field) => field.name.replace(/^line\d+_/, '');
const buttonOf = (line, what) => line.querySelector(`button[value^="${what} "]`);

// What happens goes to the other time: the times stay where they are.
function swap(one, other) {
  const theirs = fields(other);
  for (const field of fields(one)) {
    const twin = theirs.find((candidate) => endOf(candidate) === endOf(field));
    if (endOf(field) !== 'time') [field.value, twin.value] = [twin.value, field.value];
  }
  unfold(one);
  unfold(other);
}

function unfold(line) {
  line.querySelector('details').open = fields(line).some((field) => endOf(field).startsWith('title_') && field.value);
}

function remove(line) {
  const all = lines();
  const from = all.indexOf(line);
  if (all.length === 1) {
    for (const field of fields(line)) field.value = '';
    return line;
  }
  for (let place = from; place < all.length - 1; place += 1) {
    const next = fields(all[place + 1]);
    fields(all[place]).forEach((field, number) => { field.value = next[number].value; });
    unfold(all[place]);
  }
  all.at(-1).remove();
  return lines()[Math.min(from, all.length - 2)];
}

function add() {
  const last = lines().at(-1);
  const place = Number(last.dataset.line);
  const made = last.cloneNode(true);
  made.dataset.line = place + 1;
  for (const part of [made, ...made.querySelectorAll('*')]) renumber(part, place);
  for (const field of fields(made)) field.value = '';
  unfold(made);
  last.after(made);
  return made;
}

function renumber(part, place) {
  for (const name of ['name', 'value']) {
    const text = part.getAttribute(name);
    if (text) part.setAttribute(name, text.replace(/^(line|up |down |remove )\d+/, `$1${place + 1}`));
  }
  const label = part.getAttribute('aria-label');
  if (label) part.setAttribute('aria-label', label.replace(String(place + 1), String(place + 2)));
  if (part.localName === 'legend') part.textContent = part.textContent.replace(String(place + 1), String(place + 2));
}

function settle() {
  const all = lines();
  count.value = all.length;
  all.forEach((line, place) => {
    buttonOf(line, 'up').disabled = place === 0;
    buttonOf(line, 'down').disabled = place === all.length - 1;
  });
  section.querySelector('button[value="add"]').disabled = all.length >= most;
}

function act(what, line) {
  const all = lines();
  const other = all[all.indexOf(line) + (what === 'up' ? -1 : 1)];
  if (what === 'add') return [add(), 'time'];
  if (what === 'remove') return [remove(line), 'remove'];
  if (!other) return [line, what];
  swap(line, other);
  return [other, what];
}

form.addEventListener('click', (event) => {
  const button = event.target.closest('button[name="agenda"]');
  if (!button) return;
  event.preventDefault();
  const [line, next] = act(button.value.split(' ')[0], button.closest('[data-line]'));
  settle();
  const wanted = next === 'time' ? fields(line)[0] : buttonOf(line, next);
  (wanted.disabled ? buttonOf(line, 'remove') : wanted).focus();
  status.textContent = line.querySelector('legend').textContent;
});
