// Where the page looks: world times `scale` plus the offset is the screen.

export class Camera {
  scale = 1;
  offsetX = 0;
  offsetY = 0;

  constructor(
    public width: number,
    public height: number,
  ) {}

  screen(x: number, y: number): [number, number] {
    return [x * this.scale + this.offsetX, y * this.scale + this.offsetY];
  }

  world(x: number, y: number): [number, number] {
    return [(x - this.offsetX) / this.scale, (y - this.offsetY) / this.scale];
  }

  zoom(by: number, x = this.width / 2, y = this.height / 2): void {
    const scale = Math.min(8, Math.max(0.002, this.scale * by));
    const [worldX, worldY] = this.world(x, y);
    this.scale = scale;
    this.offsetX = x - worldX * scale;
    this.offsetY = y - worldY * scale;
  }

  pan(x: number, y: number): void {
    this.offsetX += x;
    this.offsetY += y;
  }

  centre(x: number, y: number, scale = this.scale): void {
    this.scale = scale;
    this.offsetX = this.width / 2 - x * scale;
    this.offsetY = this.height / 2 - y * scale;
  }

  // Show this box whole, with room around it for labels.
  fit(left: number, top: number, right: number, bottom: number, most = 1.4): void {
    const [wide, high] = [Math.max(1, right - left), Math.max(1, bottom - top)];
    const [aside, above] = [Math.max(20, Math.min(70, this.width * 0.07)), Math.max(14, Math.min(46, this.height * 0.07))];
    const scale = Math.min(most, (this.width - 2 * aside) / wide, (this.height - 2 * above) / high);
    this.centre((left + right) / 2, (top + bottom) / 2, Math.max(0.002, scale));
  }
}
