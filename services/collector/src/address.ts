// Which addresses lie inside: no source may lead there unless its policy allows it, whatever its name says.
import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** RFC 6890 and what has been set apart since: this machine, private and link-local nets, tests, multicast. */
const ranges: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Version 4 in the clothes of version 6 (translation, 6to4, Teredo) are none a feed has.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

const insideNets = new BlockList()
for (const [net, bits] of ranges) insideNets.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')

/** `address` is an address in figures; what is none counts as inside. */
export function isInside(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 4) return insideNets.check(plain, 'ipv4')
  // Version 4 mapped into version 6 is checked by the same list.
  return family === 6 ? insideNets.check(plain, 'ipv6') : true
}

/** A refusal in words; the address is what the name really led to. */
export const refusal = (host: string, address: string): Error =>
  new Error(`${host} 指向内部地址 ${address}，已拒绝连接；确属本单位内网来源的，请在规则中为该来源设 allowPrivate`)

export type Resolve = typeof resolve

/**
 * Resolves a name for a connection and lets through only addresses outside: what is checked is what is connected to,
 * so a name that changes its mind in between gains nothing.
 */
export function outsideLookup(resolver: Resolve = resolve, inside = isInside): LookupFunction {
  return (host, options, done) => {
    resolver(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '')
      const found = addresses.find((one) => inside(one.address))
      if (found !== undefined) return done(refusal(host, found.address), '')
      const first = addresses[0]!
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family)
    })
  }
}
