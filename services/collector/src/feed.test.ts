// Feeds as the world writes them: dialects, charsets, broken XML; what is mended says so and nothing is dropped.
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type FeedItem, readFeed } from './feed.ts'

interface Row {
  why: string
  feed: string | Buffer
  contentType?: string
  url?: string
  want: Partial<FeedItem>[]
}

const rss = (items: string, head = '') =>
  `<?xml version="1.0"?><rss version="2.0"><channel>${head}${items}</channel></rss>`
const gbk =
  '<?xml version="1.0" encoding="gb2312"?><rss><channel><item><title>青河市停水通知：喆</title></item></channel></rss>'
const undeclared =
  '<rss><channel><item><title>青河市的小区停水三天了没有人管，这是为什么</title></item></channel></rss>'

const rows: Row[] = [
  {
    why: 'RSS 2.0 whole',
    feed: rss(
      '<item><guid>g1</guid><title>A &amp;amp; B</title><link>/a</link>' +
        '<pubDate>Sat, 21 Nov 2026 10:00:00 +0800</pubDate><description>&lt;p&gt;一&lt;/p&gt;二' +
        '</description></item>',
      '<link>http://q.example/</link>',
    ),
    want: [{ id: 'g1', title: 'A & B', url: 'http://q.example/a', at: 1795226400000, text: '一\n二', flags: [] }],
  },
  {
    why: 'Atom says when markup is text',
    feed:
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id>' +
      '<title type="text">1 &lt;b&gt; 2</title><link rel="self" href="x"/>' +
      '<link href="http://q.example/1"/><updated>2026-11-21T02:00:00Z</updated><author><name>青河发布' +
      '</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">一<br/>二</div>' +
      '</content></entry></feed>',
    want: [
      {
        id: 'urn:1',
        title: '1 <b> 2',
        url: 'http://q.example/1',
        author: '青河发布',
        text: '一\n二',
        at: 1795226400000,
      },
    ],
  },
  {
    why: 'RDF: items beside the channel',
    feed:
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0' +
      '/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="http://q.example/r">' +
      '<title>t</title><d:date>2026-11-21</d:date></item></rdf:RDF>',
    want: [{ id: 'http://q.example/r', url: 'http://q.example/r', at: 1795190400000, precision: 'day' }],
  },
  {
    why: 'JSON Feed',
    feed:
      '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":7,"url":"http://q.exam' +
      'ple/7","content_html":"<b>粗</b>"}]}',
    want: [{ id: '7', url: 'http://q.example/7', text: '粗', at: null, flags: ['no-date'] }],
  },
  { why: 'gb2312 is gb18030', feed: iconv.encode(gbk, 'gb18030'), want: [{ title: '青河市停水通知：喆' }] },
  {
    why: 'the header wins over the declaration',
    feed: Buffer.from(gbk),
    contentType: 'text/xml; charset=utf-8',
    want: [{ title: '青河市停水通知：喆' }],
  },
  {
    why: 'a charset nobody named is guessed and flagged',
    feed: iconv.encode(undeclared, 'gb18030'),
    want: [{ title: '青河市的小区停水三天了没有人管，这是为什么', flags: ['charset-guessed', 'no-date'] }],
  },
  {
    why: 'a bare & and a forgotten end tag are mended',
    feed: rss('<item><title>水 & 电<link>http://q.example/?a=1&b=2</link></item><item><title>二</title></item>'),
    want: [{ flags: ['xml-mended', 'no-date'] }, { title: '二' }],
  },
  {
    why: 'a CDATA nobody closed',
    feed: '<rss><channel><item><title><![CDATA[停电</title></item><item><title>二</title></item></channel></rss>',
    want: [{ title: '停电' }, { title: '二' }],
  },
  {
    why: 'what nobody sees is dropped and said',
    feed: rss(
      '<item><title>t</title><description><![CDATA[<p>真</p><div style="display:none">赌<div>场</div>' +
        '</div>]]></description></item>',
    ),
    want: [{ text: '真', flags: ['hidden-text', 'no-date'] }],
  },
  {
    why: 'a date that cannot be read gives way to one that can',
    feed: rss('<item><title>t</title><pubDate>soon</pubDate><dc:date>2026-11-21T02:00:00Z</dc:date></item>'),
    want: [{ at: 1795226400000, flags: ['bad-date'] }],
  },
  {
    why: 'a link nothing makes absolute stays as written',
    feed: rss('<item><title>t</title><link>a.html</link></item>'),
    want: [{ url: 'a.html', flags: ['no-date', 'relative-url'] }],
  },
  {
    why: 'a script is no link',
    feed: rss('<item><title>t</title><link>javascript:alert(1)</link></item>'),
    want: [{ url: null, flags: ['no-date', 'unsafe-url'] }],
  },
  {
    why: 'a page as text keeps its title; what an iframe says to those without frames is for us',
    feed: rss(
      '<item><title>t</title><description><![CDATA[<html><head><title>停水通告</title></head><body>' +
        '<iframe src="v">视频见官网</iframe></body></html>]]></description></item>',
    ),
    want: [{ text: '停水通告\n视频见官网' }],
  },
  {
    why: 'Windows characters under the numbers of control codes',
    feed: Buffer.from('<?xml version="1.0" encoding="utf-8"?><rss><item><title>it\u0092s</title></item></rss>'),
    want: [{ title: 'it’s' }],
  },
  {
    why: 'control codes that no reader sees are gone',
    feed: rss('<item><title>停\u0008水\u0000</title></item>'),
    want: [{ title: '停水', flags: ['xml-mended', 'no-date'] }],
  },
  {
    why: 'a mark that opens no tag is text',
    feed: rss('<item><title>t</title><description>&lt;!! 停水 &lt;b&gt;三天&lt;/b&gt;</description></item>'),
    want: [{ text: '<!! 停水 三天' }],
  },
  {
    why: 'of a date written twice the last counts',
    feed:
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><updated>2026-11-22T02:00:00Z</updated>' +
      '<updated>2026-11-21T02:00:00Z</updated></entry></feed>',
    want: [{ at: 1795226400000 }],
  },
  {
    why: 'a type that promises base64 and holds text',
    feed:
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="application/x">停水</title>' +
      '<content type="application/octet-stream">5YGc55S1</content></entry></feed>',
    want: [{ title: '停水', text: '停电' }],
  },
  {
    why: 'a group of media describes its entry',
    feed: rss(
      '<item><title>t</title><media:group><media:description>现场视频</media:description></media:group></item>',
    ),
    want: [{ text: '现场视频' }],
  },
  { why: 'a feed without items', feed: rss(''), want: [] },
]

test.each(rows)('$why', async ({ feed, contentType, url, want }) => {
  const hints = { contentType: contentType ?? null, url: url ?? null }
  const { items } = await readFeed(Buffer.from(feed as Buffer), hints)
  expect(items).toHaveLength(want.length)
  for (const [index, one] of want.entries()) expect(items[index]).toMatchObject(one)
})

test.each(['', 'hello', '<html><body>404</body></html>', '{"a":1}', '{'])(
  '%j is refused with a reason',
  async (text) => {
    await expect(readFeed(Buffer.from(text))).rejects.toThrow(/不是|空/)
  },
)

test('an entity that names entities is not put in: no text grows out of a small file', async () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
  const { items } = await readFeed(
    Buffer.from(`${bomb}<rss><channel><item><title>&a;|&b;</title></item></channel></rss>`),
  )
  expect(items[0]?.title).toBe('aaaaaaaaaa|&b;')
})
