// The words people may want to change: mustache files compiled in from templates/text/, each replaceable by a
// file of the same name in the configuration's `templates:` folder. Structure with identifiers is code, not
// here.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/error.h"

namespace tocsin::templates {

enum class Text {
    announcement,
    triage,
    update,
    no_change,
    status,
    severity,
    lead_offer,
    lead_taken,
    role,
    joined,
    rhythm,
    reminder_due,
    reminder_direct,
    reminder_backup,
    reminder_manager,
    reminder_again,
    eta_passed,
    long_rhythm,
    long_lead,
    resolution,
    cause_asked,
    cause_given,
    reopened,
    cancelled,
    merged,
    absorbed,
    post_mortem,
    public_investigating,
    public_identified,
    public_monitoring,
    public_resolved,
    public_maintenance,
};

// A value in a template. Values arrive safe for their medium (slack::typed, slack::mention …): the files
// cannot undo it with another kind of braces. An empty string or list hides its {{#section}}.
struct Slot {
    std::string_view name;
    std::variant<std::string, std::vector<std::string>> value;
};

class Catalog {
  public:
    // `folder` empty: only what is compiled in. Errors name each bad file with its line: unreadable, unknown
    // name, unclosed or unknown tag, a text over its medium's limit with worst-case values.
    static Expected<Catalog> load(const std::string& folder = "");

    Catalog(Catalog&&) noexcept;
    Catalog& operator=(Catalog&&) noexcept;
    ~Catalog();

    // Without the line break at the end of the file.
    std::string render(Text text, std::initializer_list<Slot> slots) const;

  private:
    struct Parsed;
    explicit Catalog(std::vector<std::unique_ptr<Parsed>> parsed);
    std::vector<std::unique_ptr<Parsed>> parsed_;
};

std::string file_of(Text text);  // announcement.mustache

}  // namespace tocsin::templates
