#include "templates/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <kainjow/mustache.hpp>
#include <optional>

#include "bot/base/embedded.h"
#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t largest_file_bytes = 64 * 1024;
constexpr std::size_t most_nested = 3;
constexpr std::string_view extension = ".mustache";
constexpr std::string_view embedded_folder = "templates/text/";

struct Known {
    Text text;
    std::string_view name;
    std::string_view slots;    // separated by blanks
    std::size_t limit = 3000;  // UTF-16 units of its medium
};

constexpr std::array known_texts{
    Known{Text::announcement, "announcement", "lead next"},
    Known{Text::triage, "triage", ""},
    Known{Text::update, "update", "minutes text working_on eta"},
    Known{Text::no_change, "no_change", "minutes state next"},
    Known{Text::status, "status", "to from who text"},
    Known{Text::severity, "severity", "from to who reason"},
    Known{Text::lead_offer, "lead_offer", "who name title note severity state started words lead"},
    Known{Text::lead_taken, "lead_taken", "who from note"},
    Known{Text::role, "role", "who role by"},
    Known{Text::joined, "joined", "people"},
    Known{Text::rhythm, "rhythm", "every own stopped by reason due"},
    Known{Text::reminder_due, "reminder_due", "lead name title ago"},
    Known{Text::reminder_direct, "reminder_direct", "name title due"},
    Known{Text::reminder_backup, "reminder_backup", "since backup"},
    Known{Text::reminder_manager, "reminder_manager", "since manager"},
    Known{Text::reminder_again, "reminder_again", "since"},
    Known{Text::eta_passed, "eta_passed", "eta"},
    Known{Text::long_rhythm, "long_rhythm", "name hours"},
    Known{Text::long_lead, "long_lead", "lead name hours"},
    Known{Text::resolution, "resolution", "cause mitigation checks post_mortem"},
    Known{Text::cause_asked, "cause_asked", "lead name"},
    Known{Text::cause_given, "cause_given", "name cause who"},
    Known{Text::reopened, "reopened", "name who reason due"},
    Known{Text::cancelled, "cancelled", "name who reason"},
    Known{Text::merged, "merged", "name target who"},
    Known{Text::absorbed, "absorbed", "duplicate title who people"},
    Known{Text::post_mortem, "post_mortem",
          "title date severity duration impact cause timeline root_cause well poorly actions lessons "
          "prevention",
          12000},
    Known{Text::public_investigating, "public_investigating", "component eta"},
    Known{Text::public_identified, "public_identified", "component eta"},
    Known{Text::public_monitoring, "public_monitoring", "component eta"},
    Known{Text::public_resolved, "public_resolved", "component eta"},
    Known{Text::public_maintenance, "public_maintenance", "component eta"},
};

constexpr bool in_order_of_the_enumeration() {
    for (std::size_t i = 0; i < known_texts.size(); ++i) {
        if (known_texts[i].text != static_cast<Text>(i)) return false;
    }
    return true;
}
static_assert(in_order_of_the_enumeration());

std::size_t line_at(std::string_view source, std::size_t position) {
    return 1 + static_cast<std::size_t>(std::ranges::count(source.substr(0, position), '\n'));
}

struct Problem {
    std::size_t line;
    std::string what;
};

// kainjow ends its messages in "… at <offset>".
Problem problem_of(std::string_view source, const std::string& message) {
    const auto at = message.rfind(" at ");
    if (at == std::string::npos) return {1, message};
    const auto offset = static_cast<std::size_t>(std::strtoull(message.c_str() + at + 4, nullptr, 10));
    return {line_at(source, offset), message.substr(0, at)};
}

// Tags that this text has no value for, or that no text may use. A list within a list is written as often as
// both together are long, so nesting has an end; and a title behind a < would wake everybody as <!channel>.
std::optional<Problem> find_bad_tag(std::string_view source, const Known& known) {
    const auto slots = split(known.slots, ' ');
    std::size_t nested = 0;
    for (std::size_t at = 0; (at = source.find("{{", at)) != std::string_view::npos; at += 2) {
        const auto end = source.find("}}", at);
        if (end == std::string_view::npos) return Problem{line_at(source, at), "a tag is not closed with }}"};
        auto name = source.substr(at + 2, end - at - 2);
        if (at > 0 && source[at - 1] == '<') {
            return Problem{line_at(source, at), "a tag cannot stand right behind a <"};
        }
        if (name.starts_with('#') || name.starts_with('^')) ++nested;
        if (name.starts_with('/') && nested > 0) --nested;
        if (nested > most_nested) {
            return Problem{line_at(source, at),
                           fmt::format("sections are nested more than {} deep", most_nested)};
        }
        if (name.starts_with('{')) name.remove_prefix(1);
        if (name.starts_with('!')) continue;
        if (name.starts_with('=') || name.starts_with('>')) {
            return Problem{line_at(source, at), "partials and other delimiters cannot be used here"};
        }
        if (!name.empty() && std::string_view("#^/&").contains(name.front())) name.remove_prefix(1);
        name = trim(name);
        if (name == "." || std::ranges::find(slots, name) != slots.end()) continue;
        return Problem{line_at(source, at),
                       fmt::format("there is no value called \"{}\" in this text; it has: {}", name,
                                   known.slots.empty() ? "none" : known.slots)};
    }
    return std::nullopt;
}

kainjow::mustache::data data_of(const Slot& slot) {
    using kainjow::mustache::data;
    if (const auto* text = std::get_if<std::string>(&slot.value)) {
        return text->empty() ? data{data::type::bool_false} : data{*text};
    }
    data list{data::type::list};
    for (const auto& item : std::get<std::vector<std::string>>(slot.value)) list.push_back(data{item});
    return list;
}

std::optional<std::string> read_whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content(largest_file_bytes + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad() || file.gcount() == 0) return std::nullopt;
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

const Known* known_file(std::string_view file) {
    const auto found = std::ranges::find_if(known_texts, [&](const Known& known) {
        return file == std::string(known.name) + std::string(extension);
    });
    return found == known_texts.end() ? nullptr : &*found;
}

std::string nearest_name(std::string_view file) {
    constexpr std::size_t bound = 3;
    const auto name = file.substr(0, file.size() - extension.size());
    std::string_view nearest;
    std::size_t best = bound + 1;
    for (const auto& known : known_texts) {
        const auto distance = edit_distance(name, known.name, bound);
        if (distance < best) best = distance, nearest = known.name;
    }
    return nearest.empty() ? "" : fmt::format(" Did you mean {}{}?", nearest, extension);
}

}  // namespace

struct Catalog::Parsed {
    std::string source;
    kainjow::mustache::mustache mustache;

    explicit Parsed(std::string text) : source(std::move(text)), mustache(source) {
        // Values arrive safe for their medium: escaping them here again would show entities to people.
        mustache.set_custom_escape([](const std::string& safe) { return safe; });
    }

    std::optional<Problem> check(const Known& known) {
        if (source.size() > largest_file_bytes) return Problem{1, "the file is larger than 64 KiB"};
        if (!valid_utf8(source)) return Problem{1, "the file is not UTF-8"};
        if (auto problem = find_bad_tag(source, known)) return problem;
        if (!mustache.is_valid()) return problem_of(source, mustache.error_message());
        constexpr std::size_t long_value_units = 200;
        kainjow::mustache::data values;
        for (const auto slot : split(known.slots, ' ')) {
            if (!slot.empty())
                values.set(std::string(slot), kainjow::mustache::data{std::string(long_value_units, 'W')});
        }
        const auto text = mustache.render(values);
        if (trim(text).empty()) return Problem{1, "the text is empty"};
        if (utf16_length(text) > known.limit) {
            return Problem{
                1, fmt::format("with long values the text is longer than the {} characters Slack shows",
                               known.limit)};
        }
        return std::nullopt;
    }
};

Catalog::Catalog(std::vector<std::unique_ptr<Parsed>> parsed) : parsed_(std::move(parsed)) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

Expected<Catalog> Catalog::load(const std::string& folder) {
    std::vector<std::unique_ptr<Parsed>> parsed(known_texts.size());
    std::vector<std::string> problems;
    const auto place = [&](const Known& known, const std::string& file, std::string_view source) {
        while (source.ends_with('\n')) source.remove_suffix(1);
        auto text = std::make_unique<Parsed>(std::string(source));
        if (const auto problem = text->check(known)) {
            problems.push_back(fmt::format("{}:{}: {}", file, problem->line, problem->what));
        }
        parsed[static_cast<std::size_t>(known.text)] = std::move(text);
    };
    for (const auto& file : text_files()) {
        if (!file.name.starts_with(embedded_folder)) continue;
        if (const auto* known = known_file(file.name.substr(embedded_folder.size()))) {
            place(*known, std::string(file.name), file.content);
        }
    }
    for (const auto& known : known_texts) {
        if (!parsed[static_cast<std::size_t>(known.text)]) {
            return fail(ErrorKind::internal, fmt::format("The text {} is not compiled in.", known.name));
        }
    }

    std::error_code error;
    if (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
        return fail(
            ErrorKind::not_found,
            fmt::format("The folder {} for texts does not exist. Create it or remove `templates`.", folder));
    }
    if (!folder.empty()) {
        for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
            const auto file = entry.path().filename().string();
            if (!file.ends_with(extension)) continue;
            const auto* known = known_file(file);
            if (known == nullptr) {
                problems.push_back(
                    fmt::format("{}:1: no text has this name.{}", entry.path().string(), nearest_name(file)));
            } else if (const auto source = read_whole(entry.path())) {
                place(*known, entry.path().string(), *source);
            } else {
                problems.push_back(
                    fmt::format("{}:1: the file is empty or cannot be read", entry.path().string()));
            }
        }
    }
    std::ranges::sort(problems);
    if (!problems.empty()) return fail(ErrorKind::invalid, join(problems, "\n"));
    return Catalog(std::move(parsed));
}

std::string Catalog::render(Text text, std::initializer_list<Slot> slots) const {
    kainjow::mustache::data values;
    for (const auto& slot : slots) values.set(std::string(slot.name), data_of(slot));
    return parsed_[static_cast<std::size_t>(text)]->mustache.render(values);
}

std::string file_of(Text text) {
    return fmt::format("{}{}", known_texts[static_cast<std::size_t>(text)].name, extension);
}

}  // namespace tocsin::templates
