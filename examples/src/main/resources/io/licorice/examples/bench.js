"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const OURS = { colour: "#d6003c", shape: "circle" };
  // Told apart by shape too, for eyes and printers that do not tell colours.
  const STYLES = {
    lic: OURS,
    jpeg: { colour: "#8a9199", shape: "rect" },
    cjpeg: { colour: "#3d434a", shape: "rectRot" },
    "cjpeg-progressive": { colour: "#b0b6bd", shape: "crossRot" },
    webp: { colour: "#2a8f3c", shape: "triangle" },
    jpeg2000: { colour: "#8b5a2b", shape: "rectRounded" },
    avif: { colour: "#1263c6", shape: "rect" },
    avif10: { colour: "#59a5f5", shape: "crossRot" },
    "avif-s6": { colour: "#0a2f6b", shape: "triangle" },
    jxl: { colour: "#e58600", shape: "rectRot" },
    hevc: { colour: "#7a2fb5", shape: "triangle" },
    "lic-intra": { colour: "#f08aa5", shape: "crossRot" },
    "x264-veryfast": { colour: "#59a5f5", shape: "rect" },
    "x264-medium": { colour: "#1263c6", shape: "rectRot" },
    "x265-medium": { colour: "#7a2fb5", shape: "triangle" },
  };
  const OTHER_COLOURS = ["#00796b", "#8e2464", "#7d7a00", "#37474f", "#bf360c", "#0277bd"];
  const TICKS = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20];
  // Each has the key of its curves, the title of its axis, and whether its chart is a wide one.
  const METRICS = data.metrics;

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = "#3d434a";
  Chart.defaults.animation = false;

  const style = (name, index) =>
    STYLES[name] || { colour: OTHER_COLOURS[index % OTHER_COLOURS.length], shape: "circle" };

  function measured(name, index, points) {
    const ours = name === "lic";
    const { colour, shape } = style(name, index);
    return {
      label: name, data: points, borderColor: colour, backgroundColor: colour, pointStyle: shape,
      borderWidth: ours ? 4 : 1.75, pointRadius: ours ? 4 : 3.5, pointHoverRadius: 6,
      order: ours ? 0 : 1, cubicInterpolationMode: "monotone", curve: name,
    };
  }

  // Curves that are drawn at first come first, and so get the first colours.
  const others = data.published.curves.filter((curve) => curve.shown);
  others.push(...data.published.curves.filter((curve) => !curve.shown));
  const sameName = (curve) => others.filter((other) => other.name === curve.name).length > 1;
  const DASHES = [[7, 4], [2, 3], [9, 3, 2, 3]];

  function published(curve, index, points) {
    const name = sameName(curve) ? curve.id : curve.name;
    return {
      label: name + " (published)", name, data: points, hidden: !curve.shown,
      borderColor: OTHER_COLOURS[index % OTHER_COLOURS.length], borderDash: DASHES[index % DASHES.length],
      borderWidth: 1.5, pointRadius: 0, pointHoverRadius: 4, order: 2,
      cubicInterpolationMode: "monotone", curve: "published:" + curve.id,
    };
  }

  /** The span of measured values, with a little room. */
  function span(values, room) {
    if (values.length === 0) return [0, 1];
    const low = Math.min(...values);
    const high = Math.max(...values);
    const margin = room * (high - low) || 0.1;
    return [low - margin, high + margin];
  }

  function chart(canvas, set, metric) {
    const curves = set.curves[metric.key];
    const all = Object.values(curves).flat();
    const [left, right] = span(all.map((point) => Math.log(point.x)), 0.02).map(Math.exp);
    const [bottom, top] = span(all.map((point) => point.y), 0.03);
    const datasets = set.codecs.map((name, i) => measured(name, i, curves[name]));
    others.forEach((curve, i) => {
      const points = curve.points[metric.key];
      if (points) datasets.push(published(curve, i, points));
    });
    const xTicks = (axis) => {
      let last = 0;
      axis.ticks = TICKS.filter((t) => {
        const fits = t >= axis.min && t <= axis.max && (metric.wide || t / last > 1.45);
        if (fits) last = t;
        return fits;
      }).map((value) => ({ value }));
    };
    return new Chart(canvas, {
      type: "line",
      data: { datasets },
      options: {
        parsing: false,
        normalized: false,
        maintainAspectRatio: false,
        layout: { padding: { right: 8 } },
        interaction: { mode: "nearest", intersect: false },
        scales: {
          x: {
            type: "logarithmic", min: left, max: right, afterBuildTicks: xTicks,
            grid: { color: "#eceff2" }, ticks: { callback: (value) => String(value), maxRotation: 0, autoSkip: false },
            title: { display: true, text: "bits per pixel (logarithmic)" },
          },
          y: {
            min: bottom, max: top, grid: { color: "#eceff2" },
            ticks: { includeBounds: false }, title: { display: true, text: metric.title },
          },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: () => "",
              label: (item) =>
                `${item.dataset.label}: ${item.parsed.y.toFixed(2)} dB at ${item.parsed.x.toFixed(3)} bpp`,
            },
          },
        },
      },
    });
  }

  /** A box that shows and hides a curve in all charts of a set. */
  function entry(text, dataset, charts, shown, ours) {
    const label = document.createElement("label");
    if (ours) label.className = "ours";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = shown;
    box.addEventListener("change", () => {
      for (const one of charts) {
        one.data.datasets.forEach((d, i) => {
          if (d.curve === dataset.curve) one.setDatasetVisibility(i, box.checked);
        });
        one.update();
      }
    });
    const key = document.createElement("canvas");
    const scale = Math.max(1, window.devicePixelRatio);
    key.width = 34 * scale;
    key.height = 14 * scale;
    key.style.cssText = "width:34px;height:14px";
    drawKey(key.getContext("2d"), dataset, scale);
    label.append(box, key, text);
    return label;
  }

  function drawKey(pen, dataset, scale) {
    pen.scale(scale, scale);
    pen.strokeStyle = pen.fillStyle = dataset.borderColor;
    pen.lineWidth = dataset.borderWidth;
    pen.setLineDash(dataset.borderDash || []);
    pen.beginPath();
    pen.moveTo(1, 7);
    pen.lineTo(33, 7);
    pen.stroke();
    if (dataset.pointRadius > 0) {
      pen.setLineDash([]);
      Chart.helpers.drawPoint(
        pen, { pointStyle: dataset.pointStyle, radius: dataset.pointRadius, rotation: 0, borderWidth: 1.5 }, 17, 7);
    }
  }

  data.sets.forEach((set, number) => {
    const place = document.getElementById("set-" + number);
    const grid = place.querySelector(".charts");
    const charts = METRICS.map((metric) => {
      const holder = document.createElement("div");
      holder.className = metric.wide ? "chart wide" : "chart";
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", metric.title + " over bits per pixel");
      holder.append(canvas);
      grid.append(holder);
      return chart(canvas, set, metric);
    });
    const legend = place.querySelector(".measured");
    set.codecs.forEach((name, i) => {
      legend.append(entry(name, charts[0].data.datasets[i], charts, true, name === "lic"));
    });
    const list = place.querySelector(".published");
    others.forEach((curve, i) => {
      const dataset = published(curve, i, []);
      const name = curve.shown ? dataset.label : dataset.name;
      const text = name + (curve.points.psnr ? "" : " (MS-SSIM only)");
      const label = entry(text, dataset, charts, curve.shown, false);
      label.title = curve.id + (curve.description ? ": " + curve.description : "");
      (curve.shown ? legend : list).append(label);
    });
  });
})();
