// Shows the passkey button where the browser has passkeys, and a sentence when one was not used.
(function () {
  'use strict'
  if (window.PublicKeyCredential) {
    document.querySelectorAll('[data-passkey]').forEach(function (part) { part.hidden = false })
  }
  document.addEventListener('allauth.error', function (event) {
    document.querySelectorAll('[data-passkey-error]').forEach(function (part) { part.hidden = false })
    event.preventDefault()
  })
})()
