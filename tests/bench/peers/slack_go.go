// slack-go's socket mode, used as its example shows: one goroutine for each command, acknowledged before anything else.
// With SAME_WORK it promises what Tocsin does: the row is on the disk before the acknowledgment goes, and a second message
// follows in the thread of the first.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func keepRow(file *os.File, command slack.SlashCommand) error {
	row, err := json.Marshal(map[string]string{
		"text": command.Text, "user": command.UserID, "trigger": command.TriggerID})
	if err != nil {
		return err
	}
	if _, err = file.Write(append(row, '\n')); err != nil {
		return err
	}
	return file.Sync()
}

func section(text string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
}

func button(text, id string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(id, "INC-1",
		slack.NewTextBlockObject(slack.PlainTextType, text, false, false))
}

func post(api *slack.Client, command slack.SlashCommand) (string, error) {
	_, ts, err := api.PostMessage(command.ChannelID,
		slack.MsgOptionText("SEV 2 "+command.Text, false),
		slack.MsgOptionBlocks(
			slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, command.Text, false, false)),
			section("*Severity:* SEV 2\n*Status:* declared by <@"+command.UserID+">"),
			section("*Impact:* not known yet"),
			slack.NewDividerBlock(),
			slack.NewActionBlock("card", button("Acknowledge", "ack"), button("Resolve", "resolve")),
			slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType,
				"Declared a moment ago", false, false))))
	return ts, err
}

func reply(api *slack.Client, command slack.SlashCommand, thread string) error {
	words := "<@" + command.UserID + "> declared it. Nobody is paged: press Acknowledge to take it."
	_, _, err := api.PostMessage(command.ChannelID, slack.MsgOptionTS(thread),
		slack.MsgOptionText(words, false), slack.MsgOptionBlocks(section(words)))
	return err
}

func main() {
	file, err := os.OpenFile(os.Getenv("ROWS_FILE"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0600)
	if err != nil {
		log.Fatal(err)
	}
	sameWork := os.Getenv("SAME_WORK") != ""
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), slack.OptionAPIURL(os.Getenv("SLACK_API_URL")),
		slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")))
	client := socketmode.New(api)
	go func() {
		for event := range client.Events {
			if event.Type != socketmode.EventTypeSlashCommand {
				continue
			}
			request := *event.Request
			if !sameWork {
				client.Ack(request)
			}
			command, ok := event.Data.(slack.SlashCommand)
			if !ok {
				continue
			}
			go func() {
				if err := keepRow(file, command); err != nil {
					log.Print(err)
					return
				}
				if sameWork {
					client.Ack(request)
				}
				thread, err := post(api, command)
				if err == nil && sameWork {
					err = reply(api, command, thread)
				}
				if err != nil {
					log.Print(err)
				}
			}()
		}
	}()
	log.Fatal(client.Run())
}
