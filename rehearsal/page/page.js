// Shows in the browser what the rehearsal sends: the whole page, of which only what differs is
// changed. Its markup is made by html.ts, which escapes whatever is not its own.

const byId = (id) => document.getElementById(id);

const source = new EventSource('/changes');
source.addEventListener('message', ({ data }) => {
  window.morphdom(byId('page'), JSON.parse(data), {
    onBeforeElUpdated(shown, next) {
      // What somebody has opened stays open.
      if (shown.localName === 'details') next.open = shown.open;
      return !shown.isEqualNode(next);
    },
  });
});
source.addEventListener('error', () => {
  byId('pace').textContent = 'The rehearsal has ended, or was stopped: npm start begins another.';
});

function press(button) {
  if (button.ariaDisabled !== 'true')
    void fetch(`/controls/${button.dataset.control}`, { method: 'POST' });
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-control]');
  if (button !== null) press(button);
});

// Wherever the key has no meaning of its own.
document.addEventListener('keydown', (event) => {
  const { key, target, repeat, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (repeat || altKey || ctrlKey || metaKey || shiftKey) return;
  if (target.closest('button, a, summary, iframe') !== null) return;
  const id = { ' ': 'control-pause', ArrowRight: 'control-step' }[key];
  if (id === undefined) return;
  event.preventDefault();
  press(byId(id));
});
