#include "bot/alerts/labels.h"

#include "bot/alerts/readers.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::alerts {

using nlohmann::json;

namespace {

// At most so many bytes, and no half of a character.
std::string cut_bytes(std::string text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    text.resize(limit);
    return text;
}

class Labels {
  public:
    void add(std::string_view name, const json& value) {
        if (!full()) add(name, scalar_text(value));
    }

    void add(std::string_view name, std::string value) {
        if (full()) return;
        const std::string clean = clean_utf8(name);
        std::string key = cut_bytes(on_one_line(std::string(trim(clean))), longest_label_name);
        if (key.empty() || value.empty()) return;
        all_.try_emplace(std::move(key), cut_bytes(on_one_line(std::move(value)), longest_label));
    }

    void add_all(const json& value) {
        if (value.is_object()) {
            for (const auto& [name, inner] : value.items()) add(name, inner);
        } else if (value.is_array()) {
            for (const json& entry : value) add_entry(entry);
        } else if (value.is_string()) {
            for (const std::string_view part : split(value.get_ref<const std::string&>(), ','))
                add_pair(part);
        }
    }

    std::map<std::string, std::string> take() { return std::move(all_); }

  private:
    bool full() const { return all_.size() == most_labels; }

    void add_entry(const json& entry) {
        if (entry.is_string()) {
            add_pair(entry.get_ref<const std::string&>());
        } else if (entry.is_array() && entry.size() == 2) {
            add(scalar_text(entry[0]), entry[1]);
        } else if (entry.is_object()) {
            const std::string name = text_of(entry, "name");
            add(name.empty() ? text_of(entry, "key") : name, member(entry, "value"));
        }
    }

    void add_pair(std::string_view text) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos || full()) return;
        add(text.substr(0, colon), scalar_text(json(clean_utf8(text.substr(colon + 1)))));
    }

    std::map<std::string, std::string> all_;
};

}  // namespace

std::map<std::string, std::string> labels_in(const AlertFields& fields, const Lookup& lookup) {
    Labels labels;
    for (const auto& [name, path] : fields.labels) labels.add(name, lookup.text(path));
    for (const std::string& path : fields.all_labels) labels.add_all(lookup.at(path));
    return labels.take();
}

}  // namespace tocsin::alerts
