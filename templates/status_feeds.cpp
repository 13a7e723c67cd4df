#include "templates/status_feeds.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "templates/html.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t most_items = 50;

// HTML of a notice, for readers that show it as it is.
std::string content_of(const PublicNotice& notice) {
    std::string html;
    if (is_maintenance(notice))
        html += fmt::format("<p>From {} to {}.</p>", format_utc(*notice.scheduled_for),
                            format_utc(*notice.scheduled_until));
    for (const auto* entry : entries_shown(notice)) {
        html += fmt::format("<p>[{}] <strong>{}</strong>{}<br>", format_utc(entry->at),
                            title_of(entry->heading), corrected_words(*entry));
        bool first = true;
        for (const auto line : lines_of(entry->text.str())) {
            html += (first ? "" : "<br>") + escape_html(line);
            first = false;
        }
        html += "</p>";
    }
    return html;
}

// Characters that no XML may hold are left out, U+FFFE and U+FFFF among them.
std::string xml(std::string_view text) {
    return escape_html(replace_all(replace_all(clean_utf8(text), "\xef\xbf\xbe", ""), "\xef\xbf\xbf", ""));
}

std::string address_of(const StatusView& view, const PublicNotice& notice) {
    return status_url(view, "/status/i/" + notice.id.str());
}

// Tue, 21 Jan 2025 14:50:00 GMT
std::string rfc822(Time at) {
    constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    return fmt::format("{}, {:02} {} {} {} GMT", weekdays[std::chrono::weekday{day}.c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), format_clock_seconds(at));
}

}  // namespace

std::string status_atom(const StatusView& view, std::string_view own_path) {
    const auto host = host_of(view);
    auto feed = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
        "<id>tag:{},2005:/status</id>\n<title>{} status</title>\n<updated>{}</updated>\n"
        "<author><name>{}</name></author>\n"
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n"
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        host, xml(view.name), format_rfc3339(updated(view)), xml(view.name), xml(status_url(view, "/status")),
        xml(status_url(view, own_path)));
    std::size_t count = 0;
    for (const auto& notice : view.notices) {
        if (count++ == most_items) break;
        feed += fmt::format(
            "<entry>\n<id>tag:{},2005:Incident/{}</id>\n<title>{}</title>\n<published>{}</published>\n"
            "<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n"
            "<content type=\"html\">{}</content>\n</entry>\n",
            host, notice.id.str(), xml(notice.title.str()), format_rfc3339(opened_at(notice)),
            format_rfc3339(updated_at(notice)), xml(address_of(view, notice)), xml(content_of(notice)));
    }
    return feed + "</feed>\n";
}

std::string status_rss(const StatusView& view) {
    auto feed = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n"
        "<title>{0} status</title>\n<link>{1}</link>\n<description>{0} status: incidents and "
        "maintenance</description>\n<language>en</language>\n<pubDate>{2}</pubDate>\n"
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{3}\"/>\n",
        xml(view.name), xml(status_url(view, "/status")), rfc822(updated(view)),
        xml(status_url(view, "/history.rss")));
    std::size_t count = 0;
    for (const auto& notice : view.notices) {
        if (count++ == most_items) break;
        feed += fmt::format(
            "<item>\n<title>{0}</title>\n<link>{2}</link>\n<guid>{2}</guid>\n<pubDate>{1}</pubDate>\n"
            "<description>{3}</description>\n</item>\n",
            xml(notice.title.str()), rfc822(opened_at(notice)), xml(address_of(view, notice)),
            xml(content_of(notice)));
    }
    return feed + "</channel>\n</rss>\n";
}

}  // namespace tocsin::templates
