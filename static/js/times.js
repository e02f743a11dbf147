// After a day is chosen without loading the page anew, the times of that day get the focus: the eye is there too.
'use strict';

document.addEventListener('htmx:afterSettle', (event) => {
  const pressed = event.detail.requestConfig && event.detail.requestConfig.elt;
  const heading = document.getElementById('times-heading');
  if (heading && pressed && pressed.closest('.days')) heading.focus();
});
