// Who else has this open is asked for as long as somebody is logged in. After that the page asks no more, and says what
// has to come before anything on it is saved; what was typed stays, and goes along when it is sent (admin/lost.py).

const LOGGED_OUT = 401;
const IN_VAIN = [LOGGED_OUT, 403, 404]; // logged in anew in another window; the thing is gone

document.addEventListener("htmx:responseError", (event) => {
  const sign = event.target.closest?.(".together");
  const status = event.detail.xhr.status;
  if (!sign || !IN_VAIN.includes(status)) return;
  if (status === LOGGED_OUT) sign.after(sign.querySelector("template").content);
  sign.remove(); // what is not on the page is not asked any more
});
