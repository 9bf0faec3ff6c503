// Starts the page: queries, the look of antd with this answer's style number, and the app.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createRoot } from 'react-dom/client'
import { RefusedError } from './api.ts'
import { App } from './app.tsx'
import { numberStyles } from './style-number.ts'
import './style.css'

const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
numberStyles(nonce)
/** What could not be read is asked for again so often. */
const AGAIN_MS = 10_000
/** A refusal of the server's (4xx) is an answer and stays one. */
const mayPass = (error: unknown) => !(error instanceof RefusedError && error.status >= 400 && error.status < 500)
const client = new QueryClient({
  // What is shown stays until something newer is here; the live stream says when.
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again; only what failed on the way is asked once more.
      retry: (failures, error) => failures < 1 && !(error instanceof RefusedError && error.status >= 400),
      staleTime: 30_000,
      // A machine without a network is told so at once; waiting for one would look like reading.
      networkMode: 'always',
      // Nothing tells when what could not be read can be read again: it is asked.
      refetchInterval: (query) => (query.state.status === 'error' && mayPass(query.state.error) ? AGAIN_MS : false),
      refetchOnWindowFocus: false,
    },
  },
})
const theme = {
  token: {
    colorPrimary: '#1447a6',
    colorLink: '#1447a6',
    colorText: '#1d2129',
    colorTextSecondary: '#4e5969',
    colorTextPlaceholder: '#5b6472',
    borderRadius: 3,
    fontSize: 14,
    motion: false,
    wireframe: false,
  },
}
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <AntApp className="app">
        <QueryClientProvider client={client}>
          <App />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>,
  )
}
