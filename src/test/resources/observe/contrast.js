/* Which texts stand out too little: WCAG 2 level AA, 4.5:1, or 3:1 for large ones. Colours here are never translucent. */
(() => {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const clear = (color) => color === "transparent" || channels(color)[3] === 0;
  const ground = (part) => {
    for (let at = part; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!clear(color)) return channels(color);
    }
    return [255, 255, 255];
  };
  const luminance = ([r, g, b]) => {
    const [red, green, blue] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (texts.nextNode()) {
    const part = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === "" || !part.checkVisibility() || part.closest("script, noscript")) continue;
    const style = getComputedStyle(part);
    const [lighter, darker] = [luminance(channels(style.color)), luminance(ground(part))].sort((a, b) => b - a);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && Number(style.fontWeight) >= 700);
    const ratio = (lighter + 0.05) / (darker + 0.05);
    seen++;
    if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)} ${part.className} ${texts.currentNode.data.trim().slice(0, 40)}`);
  }
  return seen < 300 ? `only ${seen} texts` : JSON.stringify([...found]);
})()
