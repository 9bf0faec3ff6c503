// Ready-made entries for what has no feed of its own and is read through an RSSHub of the authority's own choosing.

export interface ReadyRoute {
  platform: string
  /** What it follows. */
  what: string
  /** Below the RSSHub's address; `:name` is to be filled in. */
  path: string
}

/** 来源依据 is for the authority to state: none is set here, and without it no source is switched on. */
export const readyRoutes: ReadyRoute[] = [
  { platform: '微博', what: '账号', path: '/weibo/user/:uid' },
  { platform: '微博', what: '关键词', path: '/weibo/keyword/:keyword' },
  { platform: '知乎', what: '问题', path: '/zhihu/question/:questionId' },
  { platform: '知乎', what: '账号动态', path: '/zhihu/people/activities/:id' },
  { platform: '头条', what: '账号', path: '/toutiao/user/token/:token' },
  { platform: '抖音', what: '账号', path: '/douyin/user/:uid' },
  { platform: '贴吧', what: '吧', path: '/tieba/forum/:kw' },
  { platform: '本地论坛', what: 'Discuz 版块', path: '/discuz/:link' },
]

/** The address of a route with its names filled in; throws with the name that is missing. */
export function readyUrl(base: string, route: ReadyRoute, values: Record<string, string>): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined || value === '') throw new Error(`${route.platform}（${route.what}）还缺 ${name}=…`)
    return encodeURIComponent(value)
  })
  return `${base.replace(/\/+$/, '')}${path}`
}
