/**
 * Shows one model. A page of its own, in a frame of the console: only here the security policy lets model-viewer use what it
 * needs. The fragment of the address has `src`, `poster` and `name`; files of jobs of this server are all that is shown.
 */
import './vendor/model-viewer-4.4.0.js';
import { t } from './texts.js';

const JOBS = new URL('../api/v1/system/jobs/', document.baseURI).href;

const ModelViewer = customElements.get('model-viewer');
// its decoders stand on other hosts by default, and are not here
const NOWHERE = new URL('vendor/', document.baseURI).href;
ModelViewer.dracoDecoderLocation = NOWHERE;
ModelViewer.ktx2TranscoderLocation = NOWHERE;

const asked = new URLSearchParams(location.hash.slice(1));
const state = document.querySelector('.preview-state');
const own = (name) => {
  const url = asked.get(name) ?? '';
  return url.startsWith(JOBS) ? url : '';
};

const source = own('src');
if (source) {
  state.textContent = t.previewLoading;
  const viewer = new ModelViewer();
  viewer.alt = asked.get('name') ?? '';
  viewer.src = source;
  if (own('poster')) viewer.poster = own('poster');
  viewer.setAttribute('camera-controls', '');
  viewer.setAttribute('touch-action', 'pan-y');
  viewer.setAttribute('shadow-intensity', '0.8');
  viewer.setAttribute('interaction-prompt', 'none');
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) viewer.setAttribute('auto-rotate', '');
  viewer.addEventListener('load', () => (state.textContent = ''));
  viewer.addEventListener('error', () => {
    viewer.remove();
    state.textContent = t.previewFailed;
  });
  document.body.prepend(viewer);
} else {
  state.textContent = t.previewFailed;
}
