#include "bot/alerts/kind_file.h"

#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "bot/base/embedded.h"

namespace tocsin::alerts {
namespace {

using nlohmann::json;

std::string* text_field(AlertFields& fields, std::string_view name) {
    const std::map<std::string_view, std::string*> texts{
        {"each", &fields.each},
        {"key", &fields.key},
        {"title", &fields.title},
        {"description", &fields.description},
        {"status", &fields.status},
        {"severity", &fields.severity},
        {"started", &fields.started},
        {"ended", &fields.ended},
        {"link", &fields.link},
        {"runbook", &fields.runbook},
        {"monitor_name", &fields.monitor_name},
        {"monitor_url", &fields.monitor_url},
    };
    const auto found = texts.find(name);
    return found == texts.end() ? nullptr : found->second;
}

std::vector<std::string>* list_field(AlertFields& fields, std::string_view name) {
    if (name == "firing") return &fields.firing;
    if (name == "resolved") return &fields.resolved;
    if (name == "ignored") return &fields.ignored;
    return name == "all_labels" ? &fields.all_labels : nullptr;
}

std::map<std::string, KindFile, std::less<>> read_all() {
    std::map<std::string, KindFile, std::less<>> all;
    for (const auto& file : kind_files()) {
        const json content = json::parse(file.content);
        KindFile kind;
        for (const json& variant : content.at("variants")) kind.variants.push_back(fields_from(variant));
        kind.otherwise = content.at("otherwise").get<std::string>();
        if (kind.otherwise == "nothing") kind.otherwise.clear();
        if (content.contains("deployment")) kind.deployment = fields_from(content["deployment"]);
        const auto name = file.name.substr(file.name.find_last_of('/') + 1);
        all.emplace(name.substr(0, name.find('.')), std::move(kind));
    }
    return all;
}

const KindFile* known(std::string_view kind) {
    static const auto all = read_all();
    const auto found = all.find(kind);
    return found == all.end() ? nullptr : &found->second;
}

}  // namespace

AlertFields fields_from(const json& object) {
    AlertFields fields;
    for (const auto& [name, value] : object.items()) {
        if (auto* text = text_field(fields, name))
            *text = value.get<std::string>();
        else if (auto* list = list_field(fields, name))
            *list = value.get<std::vector<std::string>>();
        else if (name == "only_if")
            fields.only_if = value.get<std::map<std::string, std::string>>();
        else if (name == "labels")
            fields.labels = value.get<std::map<std::string, std::string>>();
        else
            throw std::runtime_error(fmt::format("there is no part of an alert called {}", name));
    }
    return fields;
}

const KindFile& kind_file(std::string_view kind) {
    const auto* found = known(kind);
    if (found == nullptr) throw std::logic_error(fmt::format("no file describes the kind {}", kind));
    return *found;
}

const AlertFields* deployment_fields(std::string_view kind) {
    const auto* found = known(kind);
    return found != nullptr && found->deployment ? &*found->deployment : nullptr;
}

}  // namespace tocsin::alerts
