// slack-go's socket mode, used as its example shows: one goroutine for each command.
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

func post(api *slack.Client, command slack.SlashCommand) error {
	_, _, err := api.PostMessage(command.ChannelID,
		slack.MsgOptionText("SEV 2 "+command.Text, false),
		slack.MsgOptionBlocks(
			slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, command.Text, false, false)),
			section("*Severity:* SEV 2\n*Status:* declared by <@"+command.UserID+">"),
			section("*Impact:* not known yet"),
			slack.NewDividerBlock(),
			slack.NewActionBlock("card", button("Acknowledge", "ack"), button("Resolve", "resolve")),
			slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType,
				"Declared a moment ago", false, false))))
	return err
}

func main() {
	file, err := os.OpenFile(os.Getenv("ROWS_FILE"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0600)
	if err != nil {
		log.Fatal(err)
	}
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), slack.OptionAPIURL(os.Getenv("SLACK_API_URL")),
		slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")))
	client := socketmode.New(api)
	go func() {
		for event := range client.Events {
			if event.Type != socketmode.EventTypeSlashCommand {
				continue
			}
			client.Ack(*event.Request)
			command, ok := event.Data.(slack.SlashCommand)
			if !ok {
				continue
			}
			go func() {
				if err := keepRow(file, command); err != nil {
					log.Print(err)
				}
				if err := post(api, command); err != nil {
					log.Print(err)
				}
			}()
		}
	}()
	log.Fatal(client.Run())
}
