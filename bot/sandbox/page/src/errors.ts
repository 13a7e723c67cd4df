// What the stand-in's short error names mean for a person.

const sentences: Record<string, string> = {
    already_reacted: "You have reacted with that already.",
    bot_does_not_listen: "The bot does not listen yet. Nothing was sent.",
    call_is_not_listening: "The call is not waiting for a key just now.",
    channel_not_found: "That channel is gone.",
    clock_is_fixed: "The clock of this sandbox cannot be moved.",
    invalid_command: "That is not a slash command.",
    is_archived: "The channel is archived. Nothing was sent.",
    message_not_found: "That message is gone.",
    msg_too_long: "The text is too long for Slack. Nothing was sent.",
    no_call: "The call is over.",
    no_next_event: "Nothing is due.",
    no_phone: "This person has no phone.",
    no_reaction: "That reaction is gone already.",
    no_ringing_call: "No call rings any more.",
    no_text: "There is no text to send.",
    no_texts_from_here: "No text can be sent from this phone now.",
    not_in_channel: "You are not in this channel. Join it first.",
    thread_not_found: "The message of that thread is gone.",
    unknown_command: "No app answers to that command. Nothing was sent.",
    user_not_found: "This person is not in the sandbox.",
};

export function error_words(error: string|undefined): string {
    if (error === undefined) {
        return "That did not work.";
    }
    return sentences[error] ?? (/^[a-z_]+$/.test(error) ? `That did not work: ${error}.` : error);
}
