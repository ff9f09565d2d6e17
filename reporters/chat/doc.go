// Package chat writes the message about a run that a channel gets, as the JSON that its
// webhook takes: [WriteSlack] and [WriteTeams].
//
// A message has the verdict, the numbers, the first failures by cause, the first problems
// outside the examples, and a link to the CI job. It has no output of examples.
//
// Everything in it is data: in Slack's rich text and in the text runs of an Adaptive Card
// nothing is markup, a mention or an emoji.
//
// Note: Slack's mrkdwn and the Markdown of a TextBlock have no escape for * _ ~ and `, so
// that a message with two stars would be shown with other characters than it has.
package chat
