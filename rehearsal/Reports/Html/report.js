"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const none = "–";

  const round = (value, digits) => Number(value.toPrecision(digits));
  const number = value => {
    if (Math.abs(value) < 1e-9) return "0";
    const rounded = round(value, Math.abs(value) < 99.5 ? 2 : 3);
    return Math.abs(rounded) < 10 ? String(rounded) : rounded.toLocaleString("en-US", { maximumFractionDigits: 0 });
  };
  const time = seconds => {
    const whole = Math.round(seconds);
    const two = part => String(part).padStart(2, "0");
    return whole < 3600
      ? `${Math.floor(whole / 60)}:${two(whole % 60)}`
      : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  };
  const duration = seconds => {
    if (seconds < 0.9995) return `${number(seconds * 1000)} ms`;
    if (seconds < 59.5) return `${number(seconds)} s`;
    return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  };
  const bytes = value => {
    const units = ["B", "Ki", "Mi", "Gi", "Ti", "Pi"];
    let unit = 0;
    for (; Math.abs(value) >= 1024 && unit < units.length - 1; unit++) value /= 1024;
    return `${number(value)} ${units[unit]}`;
  };
  const format = {
    rate: value => `${number(value)} rps`,
    count: number,
    part: value => `${number(value * 100)} %`,
    seconds: duration,
    bytes,
  };
  const describe = (value, unit) => {
    if (value === null || value === undefined) return none;
    if (!Array.isArray(value)) return format[unit](value);
    const [low, high] = value.map(format[unit]);
    return low === high ? low : `${low} – ${high}`;
  };
  const textAt = (changes, column) => {
    let text = null;
    for (const [from, value] of changes) {
      if (from > column) break;
      text = value;
    }
    return text;
  };
  const timeOf = column => time((data.seconds * (column + 1)) / data.columns);

  const charts = [...document.querySelectorAll(".plot, .lane[id]")].map(element => {
    const plot = data.plots[element.id];
    const outputs = [...element.querySelectorAll("output")];
    return {
      element,
      outputs,
      atRest: outputs.map(output => output.textContent),
      slider: element.querySelector(".slider"),
      cursor: element.querySelector(".cursor"),
      at: element.querySelector(".at"),
      values: column =>
        plot ? plot.series.map(series => describe(series[column], plot.unit)) : [textAt(data.texts[element.id], column) ?? "nothing"],
    };
  });

  let shown = null;

  const draw = (column, source) => {
    shown = column;
    const x = column === null ? -9 : ((column + 0.5) * 1000) / data.columns;
    for (const chart of charts) {
      if (chart.element.offsetParent === null) continue;
      chart.cursor.setAttribute("d", `M${x} 0V200`);
      const values = column === null ? chart.atRest : chart.values(column);
      chart.outputs.forEach((output, index) => (output.textContent = values[index]));
      if (chart.at) chart.at.textContent = column === null ? "" : `at ${timeOf(column)}`;
    }
    if (source === undefined || column === null) return;
    source.slider.setAttribute("aria-valuenow", column);
    const names = source.outputs.map(output => output.previousSibling.textContent.trim());
    const values = source.values(column);
    const text = names.length > 0 ? names.map((name, index) => `${name} ${values[index]}`).join(", ") : values[0];
    source.slider.setAttribute("aria-valuetext", `${timeOf(column)}: ${text}`);
    const readout = source.element.closest(".lanes")?.querySelector(".readout");
    if (readout) readout.textContent = `At ${timeOf(column)}: ${text}`;
  };

  let frame = 0;
  const drawSoon = (column, source) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => draw(column, source));
  };

  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  for (const chart of charts) {
    const { slider } = chart;
    const point = event => {
      const box = slider.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * data.columns);
      drawSoon(Math.min(data.columns - 1, Math.max(0, column)), chart);
    };
    slider.addEventListener("pointermove", point);
    slider.addEventListener("pointerdown", point);
    slider.addEventListener("pointerleave", event => event.pointerType === "mouse" && drawSoon(null, chart));
    slider.addEventListener("focus", () => slider.matches(":focus-visible") && draw(shown ?? 0, chart));
    slider.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        draw(null, chart);
      } else if (event.key in steps) {
        event.preventDefault();
        draw(Math.min(data.columns - 1, Math.max(0, (shown ?? 0) + steps[event.key])), chart);
      }
    });
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.service:not([open])")];
    opened.forEach(details => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach(details => (details.open = false)));
})();
