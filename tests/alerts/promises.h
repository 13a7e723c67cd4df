// What is promised of every alert that a reader answers, whatever was sent: for tests and for the fuzzer.
#pragma once

#include "bot/alerts/readers.h"
#include "bot/base/text.h"

namespace tocsin::alerts::testing {

inline bool labels_are_bounded(const Alert& alert) {
    if (alert.labels.size() > most_labels) return false;
    for (const auto& [name, value] : alert.labels) {
        if (name.empty() || name.size() > longest_label_name || value.empty() || value.size() > longest_label)
            return false;
        if (clean_utf8(name) != name || clean_utf8(value) != value) return false;
    }
    return true;
}

inline bool is_web_address_or_empty(const std::string& text) {
    return text.empty() || text.starts_with("https://") || text.starts_with("http://");
}

// The first promise that is broken; null when all are kept.
inline const char* broken_promise(const Alert& alert, Time now) {
    if (alert.key.empty() || alert.key.size() > longest_key) return "an alert has a key of bounded length";
    if (alert.title.empty() || alert.title.contains('\n')) return "an alert has a title on one line";
    if (utf16_length(alert.title) > longest_title) return "a title is cut";
    if (utf16_length(alert.description) > longest_description) return "a description is cut";
    if (!labels_are_bounded(alert)) return "labels are bounded, in number and length, and are text";
    for (const std::string* text :
         {&alert.key, &alert.title, &alert.description, &alert.link, &alert.runbook})
        if (clean_utf8(*text) != *text) return "texts have no control characters";
    if (!is_web_address_or_empty(alert.link)) return "a link is an address of the web";
    if (alert.runbook.contains("://") && !is_web_address_or_empty(alert.runbook)) return "so is a runbook's";
    if (alert.started > now) return "an alert has started";
    if (alert.ended.has_value() != (alert.status == Alert::Status::resolved))
        return "what is resolved has an end";
    if (alert.ended && (*alert.ended < alert.started || *alert.ended > now))
        return "an end comes after the start";
    return nullptr;
}

}  // namespace tocsin::alerts::testing
