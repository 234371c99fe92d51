import { defineConfig } from "vite";

// Names carry 12 hexadecimal digits so that the server may mark the files immutable.
const hashed = "assets/[name].[hash:12][extname]";

const silenced = ["import", "global-builtin", "color-functions", "if-function", "mixed-decls"];

export default defineConfig({
  base: "/static/",
  publicDir: "public",
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: silenced } } },
  build: {
    target: "chrome79",
    cssTarget: "chrome79",
    outDir: "../.build/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      input: [
        "src/official.scss",
        "src/public.scss",
        "src/print.scss",
        "src/official.js",
        "src/public.js",
        "src/chart.js",
        "src/plan.js",
      ],
      output: {
        hashCharacters: "hex",
        entryFileNames: "assets/[name].[hash:12].js",
        chunkFileNames: "assets/[name].[hash:12].js",
        assetFileNames: hashed,
      },
    },
  },
});
