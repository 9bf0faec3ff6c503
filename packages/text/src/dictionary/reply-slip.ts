// The words and forms by which slips of the pen are found in a reply (§8.2 Q14).

const unit = '(?:万)?(?:元|人|户|套|栋|处|件|家|辆|起|名|个|亩|吨|米|条|台|间|份)'
/** A whole, and in it what is done or has it, and what is not. */
export const sum = new RegExp(
  `(?:共|总|计|合计)[^，。；\\d]{0,14}(\\d+)(${unit})[^。；\\d]{0,16}?其中[^，。；\\d]{0,10}?(已|男|有|合格|完成|属实|达标)[^，。；\\d]{0,8}(\\d+)\\2?[，、；和及]` +
    `[^，。；\\d]{0,4}?(未|女|无|不合格|没|不属实|超标)[^，。；\\d]{0,8}(\\d+)(?:\\2)?(?=[，。；]|$)`,
  'gu',
)
/** Words of officials' letters that are often written with a wrong one: each is wrong wherever it stands. */
export const wrongLetters =
  /以经(?![济营费])|己经|即然|既使|布署|按装|做为(?=重点|一[项个种名]|我|市|主)|必需(?=[在到由向于按凭经])|(?<=[您你所民众友信人])反应(?:的|了|问题|情况)|(?<!原)因该|报消|松驰|严历|复盖|提练|既将(?=[于在])/gu

/** What the reply says it is about. */
export const named =
  /(?:(?:关于)?[您你]所?(?:反映|咨询|投诉|反应)的((?:(?!问题|情况|事|[收我已经，。])[\p{Script=Han}]){4,20})(?=问题|事宜|事项|一事|，)|关于((?:(?!问题|情况|事|[您你收我已经，。])[\p{Script=Han}]){4,20})(?=问题|事宜|事项))/u
/** Words of any matter: two letters are not about one because they both say 小区. */
export const ofAny =
  /小区|社区|街道|花园|公园|道路|问题|情况|事项|反映|咨询|投诉|加强|进一步|相关|有关|申请|办理|要求|建议|解决|我市|我区|我县|我镇|本市|希望|请求|如何|怎么|什么|没有|一直|不到|已经|领导|政府|部门|工作|管理|以及|关于|的/gu
