// Builds the web page into web/dist; the server puts each answer's own number in place of __NONCE__.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1_500, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
})
