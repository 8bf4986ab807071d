(() => {
  'use strict';
  const search = document.querySelector('input[type=search]');
  const failed = document.querySelector('#failed');
  const all = document.querySelector('#all');
  const items = [...document.querySelectorAll('[data-find]')];
  const none = document.querySelector('#none');
  const texts = items.map((item) => item.textContent.toLowerCase());
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = failed.getAttribute('aria-pressed') === 'true';
    let shown = 0;
    items.forEach((item, i) => {
      const hit = words.every((word) => texts[i].includes(word));
      item.hidden = !hit || (only && item.dataset.find === 'pass');
      shown += item.hidden ? 0 : 1;
    });
    none.hidden = shown > 0;
  };
  search.addEventListener('input', find);
  failed.addEventListener('click', () => {
    failed.setAttribute('aria-pressed', String(failed.getAttribute('aria-pressed') !== 'true'));
    find();
  });
  all.addEventListener('click', () => {
    const tests = [...document.querySelectorAll('details.test')];
    const open = tests.some((test) => !test.open);
    tests.forEach((test) => (test.open = open));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
})();
