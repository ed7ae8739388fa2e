// A browser that has not been asked yet, with a push service that answers at once. `GIVEN` is what that gave.
(() => {
  const given = GIVEN;
  const state = { permission: PERMISSION, asked: 0, unsubscribed: 0 };
  window.pushBrowser = state;
  const subscribed = () => sessionStorage.getItem('the test subscribed') === 'yes';
  Object.defineProperty(Notification, 'permission', { get: () => (subscribed() ? 'granted' : state.permission) });
  Notification.requestPermission = async () => { state.asked += 1; state.permission = ANSWER; return ANSWER; };
  const subscription = (key) => ({
    endpoint: given.endpoint,
    options: { applicationServerKey: key },
    toJSON: () => given,
    unsubscribe: async () => { state.unsubscribed += 1; sessionStorage.removeItem('the test subscribed'); return true; },
  });
  const bytes = Uint8Array.from(atob(KEY.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  PushManager.prototype.getSubscription = async () => (subscribed() ? subscription(bytes.buffer) : null);
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || String(applicationServerKey) !== String(bytes)) throw new Error('not as real ones take it');
    sessionStorage.setItem('the test subscribed', 'yes');
    return subscription(applicationServerKey.buffer);
  };
})();
