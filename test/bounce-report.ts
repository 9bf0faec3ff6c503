// The report of a mail server on a mail that did not arrive (RFC 3464), as it lies in the mailbox.

export interface BounceReport {
  messageId: string
  recipient: string
  /** `failed`, `delayed` …; failed when nothing is said. */
  action?: string
  subject?: string
  diagnostic?: string
}

/** Lines end with `\n`. */
export function bounceReport(report: BounceReport): string {
  const { messageId, recipient, action = 'failed', subject = 'Undelivered Mail' } = report
  const { diagnostic = '550 5.1.1 mailbox unknown' } = report
  return `From: MAILER-DAEMON@mail.example
To: shizhang@qinghe.example
Subject: ${subject}
Date: Mon, 23 Nov 2026 09:20:00 +0800
Content-Type: multipart/report; report-type=delivery-status; boundary=qh

--qh

The mail could not be delivered.
--qh
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; ${recipient}
Action: ${action}
Status: 5.1.1
Diagnostic-Code: smtp; ${diagnostic}
--qh
Content-Type: text/rfc822-headers

Message-ID: <${messageId}>
Subject: x
--qh--
`
}
