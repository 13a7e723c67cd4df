#include "templates/calendar.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t longest_line = 75;  // octets, RFC 5545 section 3.1
constexpr std::size_t uid_digits = 24;

std::string stamp(Time at) {
    auto text = format_rfc3339(std::chrono::floor<std::chrono::seconds>(at));
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        out += c;
    }
    return out;
}

// Lines over 75 octets go on in the next one, behind a blank, never inside a character.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = longest_line;
    while (line.size() > room) {
        auto end = room;
        while ((static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        out.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
        room = longest_line - 1;
    }
    out.append(line).append("\r\n");
}

std::string name_of(const PersonId& id, const Rules& rules) {
    const auto person = rules.people.find(id);
    return person == rules.people.end() ? id.str() : person->second.name;
}

void add_event(std::string& out, const Rota& rota, const Shift& shift, const Rules& rules, Time now) {
    const auto& schedule = rota.schedule();
    std::vector<std::string> reasons;
    for (const auto& reason : shift.because) reasons.push_back(rota.words(reason));
    const auto identity = fmt::format("{}/{}/{}", schedule.id.str(), shift.person.str(),
                                      shift.start.time_since_epoch().count());
    add_line(out, "BEGIN:VEVENT");
    add_line(out, fmt::format("UID:{}@tocsin", sha256_hex(identity).substr(0, uid_digits)));
    add_line(out, "DTSTAMP:" + stamp(now));
    add_line(out, "DTSTART:" + stamp(shift.start));
    add_line(out, "DTEND:" + stamp(shift.end));
    add_line(out, "SUMMARY:" +
                      escaped(fmt::format("{} on call: {}", name_of(shift.person, rules), schedule.name)));
    add_line(out, "DESCRIPTION:" + escaped(join(reasons, "; ")));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

}  // namespace

std::string calendar(const std::vector<CalendarPart>& parts, const Rules& rules, Time now) {
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//Tocsin//On-call//EN");
    add_line(out, "METHOD:PUBLISH");
    add_line(out, "X-WR-CALNAME:" + escaped(parts.size() == 1 ? parts[0].rota.schedule().name : "On-call"));
    for (const auto& part : parts) {
        for (const auto& shift : part.shifts) add_event(out, part.rota, shift, rules, now);
    }
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace tocsin::templates
