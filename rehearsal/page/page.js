// Shows in the browser what the rehearsal sends. The markup in it is made by html.ts, which escapes whatever is not its own.

const byId = (id) => document.getElementById(id);

function elementFrom(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}

const carryOut = {
  put({ list, id, html, place }) {
    const element = elementFrom(html);
    const former = byId(id);
    if (former !== null) {
      // What somebody has opened stays open.
      const openBefore = Array.from(former.querySelectorAll('details'), ({ open }) => open);
      element.querySelectorAll('details').forEach((details, index) => {
        details.open = openBefore[index] ?? false;
      });
      former.replaceWith(element);
      element.classList.add('changed');
      return;
    }
    const holder = byId(list);
    // The head of a table stays above what comes first.
    const head = holder.querySelector(':scope > thead');
    if (place === 'last') holder.append(element);
    else if (head !== null) head.after(element);
    else holder.prepend(element);
    if (list === 'mails') openNewest(element);
  },
  drop({ id }) {
    byId(id)?.remove();
  },
  text({ id, text }) {
    byId(id).textContent = text;
  },
  button({ id, label, pressed, urgent, enabled }) {
    const button = byId(id);
    button.textContent = label;
    // Not `disabled`, which would take the focus away from under the keyboard.
    button.setAttribute('aria-disabled', String(!enabled));
    button.classList.toggle('urgent', urgent);
    if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
  },
};

/** The newest mail is open, unless somebody reads another one. */
function openNewest(item) {
  const open = byId('mails').querySelector('details[name="mail"][open]');
  if (open === null || open.closest('li') === item.nextElementSibling)
    item.querySelector('details').open = true;
}

const lists = ['jobs', 'ticks', 'slack-messages', 'mails', 'states'];

function startAnew() {
  for (const list of lists) byId(list).replaceChildren();
  for (const body of Array.from(byId('calls').tBodies)) body.remove();
}

const perform = (changes) => {
  for (const change of changes) carryOut[change.kind](change);
};

const source = new EventSource('/changes');
source.addEventListener('everything', ({ data }) => {
  startAnew();
  perform(JSON.parse(data));
  document.body.classList.add('live');
});
source.addEventListener('news', ({ data }) => {
  perform(JSON.parse(data));
});
source.addEventListener('error', () => {
  document.body.classList.remove('live');
  byId('pace').textContent =
    'the rehearsal has ended, or was stopped; npm start begins another one';
});

async function press(button) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  const { status } = await fetch(`/controls/${button.dataset.control}`, { method: 'POST' }).catch(
    () => ({ status: 0 }),
  );
  if (status !== 204) byId('latest').textContent = `${button.textContent}: that was not possible`;
}

for (const button of document.querySelectorAll('[data-control]')) {
  button.addEventListener('click', () => press(button));
}

// Wherever the key has no meaning of its own.
document.addEventListener('keydown', (event) => {
  const { key, target, repeat, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (repeat || altKey || ctrlKey || metaKey || shiftKey) return;
  if (target.closest('button, a, summary, iframe') !== null) return;
  const button = { ' ': byId('control-pause'), ArrowRight: byId('control-step') }[key];
  if (button === undefined) return;
  event.preventDefault();
  void press(button);
});

// On a phone the messages come first.
if (matchMedia('(max-width: 640px)').matches) document.querySelector('.hand').open = false;

const tabs = Array.from(document.querySelectorAll('[role="tab"]'));

function openTab(tab) {
  for (const one of tabs) {
    one.setAttribute('aria-selected', String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    byId(one.getAttribute('aria-controls')).hidden = one !== tab;
  }
}

const steps = { ArrowRight: 1, ArrowLeft: -1 };
tabs.forEach((tab, index) => {
  tab.addEventListener('click', () => {
    openTab(tab);
  });
  tab.addEventListener('keydown', ({ key }) => {
    const next =
      key === 'Home'
        ? tabs[0]
        : key === 'End'
          ? tabs.at(-1)
          : key in steps
            ? tabs.at((index + steps[key]) % tabs.length)
            : undefined;
    if (next === undefined) return;
    openTab(next);
    next.focus();
  });
});

// A line of the timeline leads to the message, in whichever panel it stands.
byId('ticks').addEventListener('click', (event) => {
  const target = byId(event.target.closest('a')?.hash.slice(1) ?? '');
  if (target === null) return;
  event.preventDefault();
  openTab(byId(target.closest('[role="tabpanel"]').getAttribute('aria-labelledby')));
  const mail = target.querySelector('details[name="mail"]');
  if (mail !== null) mail.open = true;
  target.tabIndex = -1;
  target.focus();
  target.scrollIntoView({ block: 'start' });
});
