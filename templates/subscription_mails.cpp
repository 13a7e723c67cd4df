#include "templates/subscription_mails.h"

#include <fmt/format.h>

#include <vector>

#include "bot/base/text.h"
#include "templates/html.h"

namespace tocsin::templates {
namespace {

MailText mail_of(std::string subject, const std::vector<std::string>& lines) {
    const auto text = join(lines, "\n");
    return {std::move(subject), text + "\n", html_of_text(text)};
}

}  // namespace

MailText confirmation_mail(const StatusView& view, const std::string& link) {
    return mail_of(
        fmt::format("Confirm: updates of {} by e-mail", view.name),
        {fmt::format("Somebody asked for the public updates of {} to be sent to this address.", view.name),
         "", "If it was you, open this page and press Confirm, within a day:", link, "",
         "If it was not, do nothing: no update is sent, and the address is forgotten."});
}

MailText subscribed_already_mail(const StatusView& view, const std::string& link) {
    return mail_of(fmt::format("Updates of {} by e-mail", view.name),
                   {fmt::format("Somebody asked for the public updates of {} to be sent to this address. It "
                                "gets them already, so nothing was changed.",
                                view.name),
                    "", "Unsubscribe: " + link});
}

MailText entry_mail(const StatusView& view, const PublicNotice& notice, const PublicEntry& entry,
                    const std::string& link) {
    std::vector<std::string> lines{
        notice.title.str(),
        fmt::format("[{}] {}{}", format_utc(entry.at), title_of(entry.heading), corrected_words(entry)), "",
        entry.text.str()};
    if (is_maintenance(notice) && !notice.end)
        lines.insert(lines.end(), {"", fmt::format("From {} to {}.", format_utc(*notice.scheduled_for),
                                                   format_utc(*notice.scheduled_until))});
    if (!entry.components.empty()) lines.emplace_back();
    for (const auto& [component, state] : entry.components)
        lines.push_back(fmt::format("{}: {}", component, title_of(state)));
    lines.insert(lines.end(), {"", "All updates: " + status_url(view, "/status/i/" + notice.id.str()), "",
                               "Unsubscribe: " + link});
    return mail_of(fmt::format("[{}] {}: {}", view.name, title_of(entry.heading), notice.title.str()), lines);
}

}  // namespace tocsin::templates
