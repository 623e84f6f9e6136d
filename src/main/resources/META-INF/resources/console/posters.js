/** Posters for jobs without a picture: what their type makes, as an outline. */
import { html, svg } from './ui.js';

const solid = svg`<path d="m80 18 36 21v42l-36 21-36-21V39zM80 40 62 72h36zM80 18v22M116 39l-36 1-36-1 18 33-18 9M116 39 98 72l18 9M62 72l18 30 18-30"/>`;

const cube = svg`<path d="m80 20 36 20v40l-36 20-36-20V40zM44 40l36 20 36-20M80 60v40"/>`;

const joints = [[80, 44], [58, 48], [102, 48], [46, 66], [114, 66], [40, 84], [120, 84], [80, 72], [66, 90], [94, 90], [62, 108], [98, 108]];

const spots = [[62, 66, 16, 9, -30], [88, 50, 18, 10, 20], [104, 72, 14, 7, -15], [76, 84, 18, 8, 8], [56, 44, 11, 6, 40], [112, 50, 8, 5, 60], [40, 62, 8, 4, -10], [98, 92, 9, 5, -35], [126, 78, 7, 4, 15], [80, 30, 8, 4, -20]];

const POSTERS = {
  mesh: solid,
  textured: svg`<path class="fill" d="M80 40 62 72h36zM44 39l18 33-18 9zM116 39v42l-18-9zM62 72l18 30-36-21zM80 18v22l36-1z"/>${solid}`,
  painting: svg`<circle class="fill" cx="68" cy="64" r="36"/><circle cx="68" cy="64" r="36"/><path d="M34 52c22 12 46 12 68 0M36 80c20 10 44 10 64 0M68 28c-16 22-16 50 0 72M68 28c7 10 11 22 11 34M100 74l32-44 9 7-32 44zM100 74c-10 2-8 13-19 16 12 5 26 1 28-9"/>`,
  rig: svg`<circle cx="80" cy="26" r="9"/><path d="M80 35v37M58 48h44M58 48 46 66l-6 18M102 48l12 18 6 18M80 72 66 90l-4 18M80 72l14 18 4 18"/>${joints.map(([x, y]) => svg`<circle class="fill" cx=${x} cy=${y} r="3.500"/><circle cx=${x} cy=${y} r="3.500"/>`)}`,
  segments: svg`<path class="fill" d="m80 14 34 18-34 18-34-18z"/><path d="m80 14 34 18-34 18-34-18zM42 42l33 18v40L42 82zM118 42 85 60v40l33-18z"/>`,
  retopology: svg`<path d="M28 44c32-22 72-22 104 0v40c-32 22-72 22-104 0zM28 57c32-15 72-15 104 0M28 71c32 15 72 15 104 0M54 32v64M80 28v72M106 32v64"/>`,
  unwrapping: svg`<path class="fill" d="M66 48h26v26H66z"/><path d="M40 48h104v26H40zM66 22h26v78H66zM118 48v26"/><path class="dashed" d="M40 48 20 40v26l20 8"/>`,
  editing: svg`${cube}<path class="dashed" d="M34 12h92v96H34z"/><path class="fill" d="M30 8h8v8h-8zM122 8h8v8h-8zM30 104h8v8h-8zM122 104h8v8h-8z"/><path d="M30 8h8v8h-8zM122 8h8v8h-8zM30 104h8v8h-8zM122 104h8v8h-8z"/>`,
  splat: spots.map(([x, y, width, height, turn]) => svg`<ellipse class="fill" cx=${x} cy=${y} rx=${width} ry=${height} transform="rotate(${turn} ${x} ${y})"/><ellipse cx=${x} cy=${y} rx=${width} ry=${height} transform="rotate(${turn} ${x} ${y})"/>`),
  world: svg`<path class="fill" d="m20 92 38-46 24 28 18-20 40 38z"/><path d="m20 92 38-46 24 28 18-20 40 38zM20 92h120M34 102h92M52 110h56"/><circle cx="112" cy="32" r="10"/>`,
  motion: svg`<path d="M22 96h116"/><path class="dashed" d="M28 84c8-52 40-52 48 0 6-36 28-36 34 0"/><circle cx="28" cy="86" r="8"/><circle cx="52" cy="46" r="8"/><circle cx="76" cy="86" r="8"/><circle class="fill" cx="112" cy="86" r="8"/><circle cx="112" cy="86" r="8"/>`,
  any: cube,
};

/** Which poster a type has: the first whose words its name contains. */
const WORDS = [
  ['world', /world|scene|environment/],
  ['splat', /splat|gaussian/],
  ['motion', /motion|animat/],
  ['rig', /rig|skelet|skin/],
  ['segments', /segment|part/],
  ['retopology', /retopo|remesh|decimat/],
  ['unwrapping', /uv|unwrap/],
  ['editing', /edit/],
  ['painting', /paint|texturing/],
  ['textured', /textured/],
  ['mesh', /mesh/],
];

/** The poster of a job type, by its name; a general one for others. */
export function poster(feature) {
  const [name] = WORDS.find(([, words]) => words.test(feature ?? '')) ?? ['any'];
  return html`<svg class="poster" viewBox="0 0 160 120" aria-hidden="true" focusable="false">${POSTERS[name]}</svg>`;
}
