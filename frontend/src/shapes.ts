// The shape of a kind, for where its icon would be too small to read.

type Path = CanvasRenderingContext2D;

function polygon(path: Path, x: number, y: number, corners: readonly (readonly [number, number])[], r: number): void {
  corners.forEach(([cx, cy], at) => {
    if (at === 0) path.moveTo(x + cx * r, y + cy * r);
    else path.lineTo(x + cx * r, y + cy * r);
  });
  path.closePath();
}

const HEXAGON = [[0, -1.1], [0.95, -0.55], [0.95, 0.55], [0, 1.1], [-0.95, 0.55], [-0.95, -0.55]] as const;
const DIAMOND = [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]] as const;
const WIDE = [[-0.55, -0.9], [0.55, -0.9], [1.15, 0], [0.55, 0.9], [-0.55, 0.9], [-1.15, 0]] as const;
const SHIELD = [[-0.9, -1], [0.9, -1], [0.9, 0.2], [0, 1.15], [-0.9, 0.2]] as const;

export function addShape(path: Path, shape: string, x: number, y: number, r: number): void {
  switch (shape) {
    case "square":
      path.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      break;
    case "flat":
      path.rect(x - r * 1.1, y - r * 0.75, r * 2.2, r * 1.5);
      break;
    case "sheet":
      path.rect(x - r * 0.75, y - r, r * 1.5, r * 2);
      break;
    case "pill":
      path.roundRect(x - r * 0.75, y - r, r * 1.5, r * 2, r * 0.7);
      break;
    case "hexagon":
      polygon(path, x, y, HEXAGON, r);
      break;
    case "diamond":
      polygon(path, x, y, DIAMOND, r);
      break;
    case "wide":
      polygon(path, x, y, WIDE, r);
      break;
    case "shield":
      polygon(path, x, y, SHIELD, r);
      break;
    default:
      path.moveTo(x + r, y);
      path.arc(x, y, r, 0, 2 * Math.PI);
  }
}
