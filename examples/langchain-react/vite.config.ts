import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // the built page may be served from any folder
  build: { chunkSizeWarningLimit: 1000 }, // the SDK brings langchain-core
  plugins: [react()],
});
