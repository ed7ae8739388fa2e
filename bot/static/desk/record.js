// Read a text aloud with the microphone of this machine. Without this script a file is chosen; it is saved the same way.

const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const LONGEST = 180_000;
const ENDINGS = { 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' };

const kind = window.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));

function prepare(form) {
  const button = form.querySelector('.record');
  const chosen = form.querySelector('input[type="file"]');
  const status = form.querySelector('.heard');
  const word = button.textContent;
  let recorder = null;

  const show = (recording) => {
    button.setAttribute('aria-pressed', String(recording));
    button.textContent = recording ? button.dataset.stop : word;
  };

  // The recording becomes the chosen file: it goes the same way as any other.
  const keep = (pieces, type) => {
    const plain = type.split(';')[0];
    const box = new DataTransfer();
    box.items.add(new File(pieces, `recording.${ENDINGS[plain] ?? 'webm'}`, { type: plain }));
    chosen.files = box.files;
    const sound = document.createElement('audio');
    sound.controls = true;
    sound.src = URL.createObjectURL(box.files[0]);
    status.replaceChildren(`${status.dataset.ready} `, sound);
  };

  const begin = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const pieces = [];
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 24000 });
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      keep(pieces, recorder.mimeType);
      recorder = null;
      show(false);
    };
    recorder.start();
    show(true);
    const mine = recorder;
    setTimeout(() => { if (mine.state === 'recording') mine.stop(); }, LONGEST);
  };

  button.hidden = false;
  button.addEventListener('click', () => {
    if (recorder) recorder.stop();
    else begin().catch(() => { status.textContent = status.dataset.refused; });
  });
}

if (kind && navigator.mediaDevices?.getUserMedia) {
  for (const form of document.querySelectorAll('form[data-record]')) prepare(form);
}
