/** What stands around the lines of a picture that is saved. */
export type PictureWords = {
  title: string;
  text: string;
  /** By the line's id. */
  names: ReadonlyMap<string, string>;
};

const EDGE = 24;
const ROW = 20;
/** Sharp on paper and on a projector. */
const SCALE = 2;

/** Draws charts as they are on the screen, colours and all, under each other, with title and legend, as a PNG. */
export function pictureOf(charts: readonly HTMLElement[], words: PictureWords): Promise<Blob | null> {
  const sizes = charts.map((chart) => chart.getBoundingClientRect());
  const head = EDGE + 3 * ROW;
  const width = Math.max(320, ...sizes.map((size) => size.width)) + 2 * EDGE;
  const height = head + sizes.reduce((sum, size) => sum + size.height + EDGE, 0);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = colourOf("--color-panel");
  pen.fillRect(0, 0, width, height);
  drawHead(pen, charts, words);
  let top = head;
  charts.forEach((chart, index) => {
    // Its frame, and over it its lines.
    for (const layer of chart.querySelectorAll("svg")) drawLayer(pen, layer, EDGE, top);
    top += (sizes[index]?.height ?? 0) + EDGE;
  });
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function drawHead(pen: CanvasRenderingContext2D, charts: readonly HTMLElement[], words: PictureWords): void {
  const family = getComputedStyle(document.body).fontFamily;
  pen.fillStyle = colourOf("--color-ink");
  pen.font = `600 16px ${family}`;
  pen.fillText(words.title, EDGE, EDGE + 14);
  pen.fillStyle = colourOf("--color-muted");
  pen.font = `13px ${family}`;
  pen.fillText(words.text, EDGE, EDGE + ROW + 14);
  let left = EDGE;
  for (const line of charts.flatMap((chart) => [...chart.querySelectorAll<SVGElement>("[data-series]")])) {
    const name = words.names.get(line.dataset.series ?? "") ?? "";
    pen.fillStyle = getComputedStyle(line).stroke;
    pen.fillRect(left, EDGE + 2 * ROW + 8, 14, 4);
    pen.fillStyle = colourOf("--color-muted");
    pen.fillText(name, left + 20, EDGE + 2 * ROW + 14);
    left += pen.measureText(name).width + 36;
  }
}

/** Element by element: an image of the SVG would have neither the page's colours nor its typeface. */
function drawLayer(pen: CanvasRenderingContext2D, layer: SVGSVGElement, left: number, top: number): void {
  const home = layer.getScreenCTM()?.inverse();
  for (const element of layer.querySelectorAll<SVGGraphicsElement>("line, path, text")) {
    const place = element.getScreenCTM();
    if (!home || !place || element.closest("defs, clipPath")) continue;
    const { a, b, c, d, e, f } = home.multiply(place);
    pen.save();
    pen.translate(left, top);
    pen.transform(a, b, c, d, e, f);
    clipLike(pen, element);
    drawElement(pen, element);
    pen.restore();
  }
}

function clipLike(pen: CanvasRenderingContext2D, element: SVGElement): void {
  const id = /url\("?#([^")]+)/.exec(element.closest("[clip-path]")?.getAttribute("clip-path") ?? "")?.[1];
  const area = id === undefined ? null : document.getElementById(id)?.querySelector("rect");
  if (!area) return;
  pen.beginPath();
  pen.rect(area.x.baseVal.value, area.y.baseVal.value, area.width.baseVal.value, area.height.baseVal.value);
  pen.clip();
}

function drawElement(pen: CanvasRenderingContext2D, element: SVGGraphicsElement): void {
  const style = getComputedStyle(element);
  if (element instanceof SVGTextContentElement) drawText(pen, element, style);
  else drawPath(pen, element, style);
}

function drawPath(
  pen: CanvasRenderingContext2D,
  element: SVGGraphicsElement,
  style: CSSStyleDeclaration,
): void {
  const path = pathOf(element);
  if (style.fill !== "none" && element instanceof SVGPathElement) {
    pen.globalAlpha = Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    pen.fill(path);
  }
  if (style.stroke === "none") return;
  pen.globalAlpha = Number(style.strokeOpacity);
  pen.strokeStyle = style.stroke;
  pen.lineWidth = Number.parseFloat(style.strokeWidth);
  pen.lineCap = style.strokeLinecap as CanvasLineCap;
  pen.lineJoin = style.strokeLinejoin as CanvasLineJoin;
  pen.stroke(path);
}

function pathOf(element: SVGGraphicsElement): Path2D {
  // SVG draws a dot for a stroke without length, canvas does not.
  if (!(element instanceof SVGLineElement))
    return new Path2D((element.getAttribute("d") ?? "").replaceAll("h0", "h0.01"));
  const path = new Path2D();
  path.moveTo(element.x1.baseVal.value, element.y1.baseVal.value);
  path.lineTo(element.x2.baseVal.value, element.y2.baseVal.value);
  return path;
}

function drawText(
  pen: CanvasRenderingContext2D,
  element: SVGTextContentElement,
  style: CSSStyleDeclaration,
): void {
  if (element.getNumberOfChars() === 0) return;
  const { x, y } = element.getStartPositionOfChar(0);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.fill;
  pen.fillText(element.textContent ?? "", x, y);
}

/** A colour of the page as it is now, light or dark. */
function colourOf(variable: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
