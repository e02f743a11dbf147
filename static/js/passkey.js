// Takes the passkey button away where the browser has no passkeys, and says so when one was not used.
(function () {
  'use strict'
  if (!window.PublicKeyCredential) {
    document.querySelectorAll('[data-passkey]').forEach(function (part) { part.hidden = true })
  }
  document.addEventListener('allauth.error', function (event) {
    document.querySelectorAll('[data-passkey-error]').forEach(function (part) { part.hidden = false })
    event.preventDefault()
  })
})()
