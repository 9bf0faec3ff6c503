// Why a letter is not accepted (不予受理): each code with the words to the writer and where to go instead (§4.4).

export interface Refusal {
  code: string
  told: string
}

/** After the rules of several cities for their mayors' mailboxes; a letter is refused by one of these and no other. */
export const refusals: readonly Refusal[] = [
  { code: '已走诉讼、仲裁或复议', told: '该事项已进入诉讼（仲裁、复议）程序，请按该程序的途径主张权利。' },
  { code: '属其他机关职权', told: '该事项属于党委、人大、政协、监察、法院、检察院或部队职权，请向有权机关提出。' },
  { code: '已终结信访', told: '该信访事项已经终结，不再重复受理。如有新的事实和理由，请向原办理机关提出。' },
  { code: '办理期限内重复', told: '您反映的同一事项正在办理，将在原时限内一并答复，请勿重复来信。' },
  { code: '要素不全无法核实', told: '来信缺少时间、地点或当事单位，无法核实。请补充后再次来信，或拨打 12345。' },
  { code: '广告推销', told: '来信内容不属于受理范围。' },
  { code: '内部管理', told: '该事项属于单位内部管理，请通过本单位的申诉、工会等渠道反映。' },
  { code: '公文往来、邀请函', told: '公文请通过公文渠道报送；本信箱只受理群众来信。' },
  { code: '已答复', told: '该事项此前已答复，意见不变。如有新的事实和理由，请补充后再次来信。' },
  { code: '应拨打 110、119、120', told: '紧急情况请立即拨打 110、119 或 120，本信箱不能及时处置。' },
  { code: '民事纠纷', told: '该事项属于民事纠纷，可向人民调解委员会申请调解，或依法向人民法院起诉。' },
  { code: '涉国家秘密、商业秘密或隐私', told: '来信涉及不宜在本信箱处理的内容，请通过规定的渠道反映。' },
  { code: '非本级管辖', told: '该事项不在本地管辖范围，请向事发地人民政府或有管辖权的机关反映。' },
  { code: '违法或辱骂', told: '来信含有违反法律法规或辱骂他人的内容，不予受理。请文明、如实反映诉求。' },
]
