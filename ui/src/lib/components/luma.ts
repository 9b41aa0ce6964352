/** A picture as brightness alone: one number from 0 to 255 for each point, row by row. */
export type Luma = { width: number; height: number; points: number[] };

/** More than a QR needs; a photo of a telephone has ten times as many points. */
const LONGEST_SIDE = 1200;

/** Brightness of red, green, blue and opacity; what is see-through counts as paper. */
export function lumaOf(rgba: ArrayLike<number>): number[] {
  const points: number[] = [];
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, opacity = 0] = [rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]];
    const light = (red * 299 + green * 587 + blue * 114) / 1000;
    points.push(Math.round((light * opacity + 255 * (255 - opacity)) / 255));
  }
  return points;
}

/** Width and height, made smaller when they are larger than needed. Never 0. */
export function fit(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Reads a photo. It stays in memory. */
export async function lumaOfPhoto(photo: Blob): Promise<Luma> {
  const picture = await createImageBitmap(photo);
  try {
    const { width, height } = fit(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const paper = canvas.getContext('2d', { willReadFrequently: true });
    if (!paper) throw new Error('no canvas');
    paper.drawImage(picture, 0, 0, width, height);
    return { width, height, points: lumaOf(paper.getImageData(0, 0, width, height).data) };
  } finally {
    picture.close();
  }
}
