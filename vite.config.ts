// How the page is built into dist/web and served in development, with the API of a running server behind it.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// biome-ignore lint/style/noDefaultExport: the tool reads the default export
export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  server: {
    proxy: {
      // The page has a folder of this name too: its modules are not asked of the server. The host stays, for the check of the origin.
      '^/api/(?!.*\\.ts)': { target: 'http://127.0.0.1:4600', changeOrigin: false },
      '/enter': 'http://127.0.0.1:4600',
    },
  },
})
