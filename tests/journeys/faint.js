/* What is written with less contrast to the ground behind it than asked for. axe-core leaves out the words inside a
   chart and buttons that cannot be pressed. */
([selector, least]) => {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((it) => (it <= 10.31 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (behind, rgb, alpha) => rgb.map((ink, n) => ink * alpha + behind[n] * (1 - alpha));
  const ground = (it) => {
    const [r, g, b, alpha = 1] = channels(getComputedStyle(it).backgroundColor);
    return alpha === 1 ? [r, g, b] : over(ground(it.parentElement), [r, g, b], alpha);
  };
  const contrast = (it) => {
    const [style, behind] = [getComputedStyle(it), ground(it)];
    const [r, g, b, alpha = 1] = channels(it instanceof SVGElement ? style.fill : style.color);
    const [dark, light] = [luminance(over(behind, [r, g, b], alpha)), luminance(behind)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return [...document.querySelectorAll(selector)]
    .filter((it) => it.textContent.trim() && contrast(it) < least)
    .map((it) => `${it.textContent}: ${contrast(it).toFixed(2)}`);
};
