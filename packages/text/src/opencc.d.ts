// The character table of opencc-js (traditional → simplified), which ships without a type for this entry.
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
