#include "templates/page_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/gsm7.h"
#include "bot/base/text.h"
#include "templates/spoken.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t usual_title = 56;  // GSM-7 characters
constexpr std::size_t shorter_title = 24;
constexpr std::size_t shortest_title = 12;
constexpr std::size_t most_named = 2;  // of several incidents in one text

std::string severity_words(const Incident& incident) {
    return fmt::format("{}{}", incident.drill ? "DRILL " : "", label_of(incident.severity));
}

std::string title_words(const Incident& incident, const RenderContext& context) {
    return plain(incident.title, context);
}

std::string spoken_severity(const Incident& incident) {
    return fmt::format("{}Severity {} incident.", incident.drill ? "This is a drill. " : "",
                       spoken_number(static_cast<int>(incident.severity)));
}

std::string inside_sentence(std::string words) {
    return to_lower(words.substr(0, 1)) + words.substr(1);
}

struct Sms {
    const Incident& incident;
    const DeviceFacts& facts;
    const RenderContext& context;

    std::string heading(std::size_t title_limit) const {
        const std::string still = facts.again ? "STILL OPEN. " : "";
        if (incident.is_private) return fmt::format("{}{} private incident", still, severity_words(incident));
        const auto title = cut(to_gsm7(title_words(incident, context)), title_limit);
        if (incident.drill) return fmt::format("{}{}: {}.", still, severity_words(incident), title);
        return fmt::format("{}{} INCIDENT: {}", still, severity_words(incident), title);
    }
    std::string second(bool with_start) const {
        const auto name = name_of(incident);
        const auto minutes =
            std::chrono::floor<std::chrono::minutes>(context.now - incident.declared).count();
        if (facts.again) return fmt::format("{}, {} min without answer.", name, minutes);
        if (!facts.silent.empty())
            return fmt::format("{}. {} {} not acknowledged for {} min.", name, facts.silent,
                               facts.silent.contains(" and ") ? "have" : "has", minutes);
        if (!with_start) return name + ".";
        return fmt::format("{} started {}.", name, clock_utc(incident.started, context.now));
    }
    std::vector<std::string> answers(bool with_link) const {
        const bool link = with_link && !facts.link.empty();
        if (facts.replies && link) return {"Reply 1 ack, 2 escalate.", facts.link};
        if (facts.replies) return {"Reply 1 to acknowledge, 2 to escalate."};
        if (link) return {"Acknowledge: " + facts.link};
        return {"Acknowledge it in Slack."};
    }
    std::string text(std::size_t title_limit, bool with_start, bool with_link) const {
        std::vector<std::string> lines{heading(title_limit), second(with_start)};
        for (auto& line : answers(with_link)) lines.push_back(std::move(line));
        return to_gsm7(join(lines, "\n"));
    }
};

}  // namespace

std::string page_sms(const Incident& incident, const DeviceFacts& facts, const RenderContext& context) {
    const Sms sms{incident, facts, context};
    struct Form {
        std::size_t title;
        bool start, link;
    };
    for (const auto& form : {Form{usual_title, true, true}, Form{usual_title, false, true},
                             Form{shorter_title, false, true}, Form{shorter_title, false, false}}) {
        auto text = sms.text(form.title, form.start, form.link);
        if (fits_one_segment(text)) return text;
    }
    return one_segment(sms.text(shorter_title, false, false));
}

std::string several_pages_sms(std::vector<Incident> incidents, const RenderContext& context) {
    std::ranges::sort(incidents, {}, [](const Incident& one) { return std::pair(one.severity, one.number); });
    const auto text = [&](std::size_t named, std::size_t title_limit) {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < named; ++i) {
            const auto title = incidents[i].is_private ? std::string("private")
                                                       : to_gsm7(title_words(incidents[i], context));
            parts.push_back(fmt::format("{} {} {}", name_of(incidents[i]), severity_words(incidents[i]),
                                        cut(title, title_limit)));
        }
        const auto more = incidents.size() - named;
        return to_gsm7(fmt::format("{} open pages: {}{}. Reply 1 ALL to acknowledge them.", incidents.size(),
                                   join(parts, ", "), more == 0 ? "" : fmt::format(" and {} more", more)));
    };
    for (const auto title : {usual_title, shorter_title, shortest_title}) {
        for (auto named = std::min(incidents.size(), most_named); named > 0; --named) {
            if (auto whole = text(named, title); fits_one_segment(whole)) return whole;
        }
    }
    return one_segment(text(1, shortest_title));
}

std::vector<std::string> page_call(const Incident& incident, std::size_t open_pages,
                                   const RenderContext& context) {
    std::vector<std::string> said{"This is Tocsin."};
    if (open_pages > 1) {
        said.push_back(
            fmt::format("You have {} open pages.", spoken_number(static_cast<std::int64_t>(open_pages))));
        said.push_back("The first: " + inside_sentence(spoken_severity(incident)));
    } else {
        said.push_back(spoken_severity(incident));
    }
    if (incident.is_private) {
        said.emplace_back("It is private. Please open Slack.");
        return said;
    }
    const auto title = spoken(title_words(incident, context));
    const auto minutes = std::chrono::floor<std::chrono::minutes>(context.now - incident.started).count();
    said.push_back(title + ".");
    said.push_back(fmt::format("I repeat: {}.", title));
    said.push_back(fmt::format("It started {} ago.", spoken_duration(minutes)));
    return said;
}

std::vector<std::string> page_menu(std::size_t open_pages) {
    std::vector<std::string> keys{"Press 1 to acknowledge."};
    if (open_pages > 1) keys = {"Press 1 to acknowledge this one.", "Press 4 for all."};
    keys.insert(keys.end(),
                {"Press 2 to escalate.", "Press 3 if you can't respond.", "Press 9 to hear this again."});
    return keys;
}

std::vector<std::string> page_voicemail(const Incident& incident, const RenderContext& context) {
    const auto what = incident.is_private ? std::string("private") : spoken(title_words(incident, context));
    return {fmt::format("Tocsin, {} {}.", inside_sentence(spoken_severity(incident)), what),
            "Call ended without acknowledgement.", "See your text message."};
}

std::vector<std::string> page_call_without_keys(const Incident& incident, const RenderContext& context) {
    auto sentences = page_call(incident, 1, context);
    sentences.emplace_back("Please answer the text message, or acknowledge in Slack.");
    return sentences;
}

PushText page_push(const Incident& incident, const RenderContext& context) {
    if (incident.is_private)
        return {fmt::format("{} private incident", severity_words(incident)),
                name_of(incident) + ". Open Slack."};
    auto text = fmt::format("{} started {}.", name_of(incident), clock_utc(incident.started, context.now));
    if (!incident.impact.empty()) text += " " + plain(incident.impact, context);
    return {heading_of(incident, context), text};
}

}  // namespace tocsin::templates
