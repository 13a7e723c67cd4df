// Where a source's JSON keeps the parts of an alert, as paths into it. The built-in kinds are such values,
// and so are the `fields` of the configuration; bot/alerts reads by them and describes how a path is written.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct AlertFields {
    std::map<std::string, std::string>
        only_if;       // path to a word with * for any letters: all have to be there
    std::string each;  // the list of alerts; empty: the payload is one, or a list
    std::string key, title, description, status, severity, started, ended, link, runbook;
    std::string monitor_name, monitor_url;
    std::vector<std::string> firing, resolved, ignored;  // words of the status; no firing: all others
    std::map<std::string, std::string> labels;           // name to path
    std::vector<std::string> all_labels;                 // paths whose entries all become labels
    bool operator==(const AlertFields&) const = default;
};

// Why what says where a part stands cannot be read, in a few words; empty: it can. How it is written is
// described in docs/alerts.md.
std::string problem_of_field(std::string_view expression);
// Of `each` and `all_labels`, which are paths and nothing else.
std::string problem_of_bare_path(std::string_view path);

}  // namespace tocsin
